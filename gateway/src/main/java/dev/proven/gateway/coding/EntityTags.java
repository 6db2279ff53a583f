package dev.proven.gateway.coding;

import dev.proven.gateway.cache.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Entity tags of coded variants (RFC 9110 section 8.8.3): a strong one of the origin gets the
 * coding at its end, {@code "abc"} becomes {@code "abc~gzip"}; a weak one is right for all.
 *
 * <p>A better variant of the same coding keeps the tag of the first one, so that clients need not
 * fetch again what they have. That is safe because no part of a coded variant is ever given.
 */
public final class EntityTags {
  private static final Pattern TAG = Pattern.compile("(?:W/)?\"[^\"]*\"");
  private static final Pattern CODED = Pattern.compile("\"([^\"]*)~(?:gzip|br|zstd)\"");
  private static final int MOST = 64;
  private static final int LONGEST = 8192;

  private EntityTags() {}

  /** The tag of a variant, by the tag of the origin. */
  public static String of(String tag, Coding coding) {
    boolean strong = tag.length() >= 2 && tag.startsWith("\"") && tag.endsWith("\"");
    return coding == Coding.IDENTITY || !strong
        ? tag
        : tag.substring(0, tag.length() - 1) + "~" + coding.token() + "\"";
  }

  /** Whether a tag is that of a coded variant. */
  public static boolean isCoded(String tag) {
    return CODED.matcher(tag).matches();
  }

  /** The tag of the origin, by the tag of a variant. */
  public static String plain(String tag) {
    var matcher = CODED.matcher(tag);
    return matcher.matches() ? "\"" + matcher.group(1) + "\"" : tag;
  }

  /**
   * The conditions of a request as the origin, or what is stored of it, understands them. Beside a
   * variant's tag stands the origin's; the first stays, as the origin may be a gateway too.
   *
   * <p>Who continues a coded variant gets all of it anew, as the part would be one of other bytes.
   * A date in If-Range does not tell which bytes the client has, so it counts as nothing where they
   * may have been coded.
   *
   * @param mayBeCoded whether the client may have got a coded variant of that resource
   */
  public static Fields plain(Fields request, boolean mayBeCoded) {
    var fields = both(both(request, "If-None-Match"), "If-Match");
    var condition = fields.first("if-range").orElse("").strip();
    boolean date = !condition.isEmpty() && !condition.endsWith("\"");
    return isCoded(condition) || (date && mayBeCoded)
        ? fields.without("if-range").without("range")
        : fields;
  }

  private static Fields both(Fields fields, String name) {
    var text = fields.joined(name).orElse("");
    if (text.indexOf('~') < 0 || text.length() > LONGEST) {
      return fields;
    }
    var tags = new ArrayList<String>();
    for (var tag : tags(text)) {
      tags.add(tag);
      if (isCoded(tag)) {
        tags.add(plain(tag));
      }
    }
    return tags.isEmpty() || tags.size() > MOST
        ? fields
        : fields.set(name, String.join(", ", tags));
  }

  /** The tags of a list; none where anything else stands there. */
  private static List<String> tags(String text) {
    var matcher = TAG.matcher(text);
    var rest = matcher.replaceAll("").replace(",", "").isBlank();
    return rest ? matcher.reset().results().map(r -> r.group()).toList() : List.of();
  }

  /**
   * The tag of a 304: the one that the client has, so that it finds what is confirmed.
   *
   * @param request as the client sent it
   * @param tag of the origin
   * @param coding that would have been chosen
   */
  public static String confirmed(Fields request, String tag, Coding coding) {
    var text = request.joined("if-none-match").orElse("");
    var known = text.length() > LONGEST ? List.<String>of() : tags(text);
    var own = of(tag, coding);
    return known.contains(own)
        ? own
        : known.stream().filter(k -> plain(k).equals(tag)).findFirst().orElse(own);
  }
}
