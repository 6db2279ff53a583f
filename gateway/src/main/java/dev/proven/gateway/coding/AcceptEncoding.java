package dev.proven.gateway.coding;

import dev.proven.gateway.cache.Fields;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What a client says of the codings that it understands (RFC 9110 section 12.5.3). */
public final class AcceptEncoding {
  /** Says nothing, so that nothing is coded: who wants a coding names it. */
  public static final AcceptEncoding NONE = new AcceptEncoding(Map.of(), -1);

  private static final int MOST_MEMBERS = 32;
  private static final int LONGEST = 1024;
  private static final Pattern WEIGHT =
      Pattern.compile("[qQ]=(0(?:\\.[0-9]{0,3})?|1(?:\\.0{0,3})?)");

  /** Thousandths; 0 forbids. */
  private final Map<Coding, Integer> named;

  /** Thousandths of all that is not named; -1 where the field does not say. */
  private final int others;

  private AcceptEncoding(Map<Coding, Integer> named, int others) {
    this.named = named;
    this.others = others;
  }

  /** Of a request; a field beyond all bounds says nothing. */
  public static AcceptEncoding of(Fields request) {
    return request.joined("accept-encoding").map(AcceptEncoding::parse).orElse(NONE);
  }

  private static AcceptEncoding parse(String text) {
    var members = text.length() > LONGEST ? new String[0] : text.split(",", MOST_MEMBERS + 1);
    if (members.length == 0 || members.length > MOST_MEMBERS) {
      return NONE;
    }
    var named = new EnumMap<Coding, Integer>(Coding.class);
    int others = -1;
    for (String member : members) {
      var parts = member.split(";", 2);
      int weight = parts.length == 1 ? 1000 : weight(parts[1].strip());
      var name = parts[0].strip();
      if (name.equals("*")) {
        others = others < 0 ? weight : Math.min(others, weight);
      }
      Coding.of(name).ifPresent(coding -> named.merge(coding, weight, Math::min));
    }
    return new AcceptEncoding(named, others);
  }

  /** A weight that cannot be read forbids: nobody may get what he perhaps did not want. */
  private static int weight(String parameter) {
    var matcher = WEIGHT.matcher(parameter);
    return matcher.matches() ? (int) Math.round(1000 * Double.parseDouble(matcher.group(1))) : 0;
  }

  /** How much a coding is wanted, in thousandths; 0 where it must not be sent. */
  public int weight(Coding coding) {
    var own = named.get(coding);
    if (own != null) {
      return own;
    }
    // What nobody speaks of is acceptable only as it is, and after all that somebody asks for.
    return others >= 0 ? others : coding == Coding.IDENTITY ? 1 : 0;
  }

  /**
   * The coding that the client wants most; of those it wants alike, the first of the list, with
   * identity last unless it is listed.
   *
   * <p>Identity also where the client forbids it and nothing else is left. RFC 9110 allows that in
   * place of 406, and a client that can read nothing of it is no worse off than with an error.
   *
   * @param preferred codings that can be made, the best first
   */
  public Coding choose(List<Coding> preferred) {
    var chosen = Coding.IDENTITY;
    int weight = preferred.contains(Coding.IDENTITY) ? 0 : weight(Coding.IDENTITY);
    boolean any = false;
    for (var coding : preferred) {
      int own = weight(coding);
      if (own > weight || (own == weight && own > 0 && !any)) {
        chosen = coding;
        weight = own;
        any = true;
      }
    }
    return chosen;
  }

  @Override
  public String toString() {
    return named + ", others " + others;
  }
}
