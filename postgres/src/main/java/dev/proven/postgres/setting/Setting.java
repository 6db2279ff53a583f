package dev.proven.postgres.setting;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One setting of a server, as pg_settings shows it.
 *
 * @param name such as {@code work_mem}
 * @param value in its unit, such as {@code 4096}
 * @param unit such as {@code kB}, {@code 8kB}, {@code MB} or {@code ms}; empty for none
 * @param type bool, integer, real, enum or string
 * @param context who may set it and when: postmaster, sighup, superuser, user ...
 * @param least smallest value in its unit; NaN for none
 * @param most largest value in its unit; NaN for none
 * @param words what an enum may be
 * @param source where its value comes from, such as {@code configuration file}
 */
record Setting(
    String name,
    String value,
    String unit,
    String type,
    String context,
    double least,
    double most,
    List<String> words,
    String source) {

  /** Whether a new value takes effect only with a restart. */
  boolean needsRestart() {
    return context.equals("postmaster");
  }

  /** Whether a session may have a value of its own. */
  boolean isOfSession() {
    return context.equals("user") || context.equals("superuser");
  }

  /** Its value as a number in its unit, 0 for what is none. */
  double number() {
    return Amount.number(value).orElse(0.0);
  }

  /** Its value in bytes, 0 where it measures no memory. */
  long bytes() {
    return Math.round(number() * Amount.bytesOf(unit).orElse(0.0));
  }

  /** Its value as a person would write it, such as {@code 4MB}. */
  String shown() {
    return type.equals("integer") && Amount.bytesOf(unit).isPresent()
        ? Amount.text(bytes())
        : value + (unit.isEmpty() || value.equals("-1") ? "" : unit);
  }

  /** A value as a person writes it, in this setting's unit; empty where that makes no sense. */
  Optional<Double> inUnit(String written) {
    var amount = Amount.parse(written);
    if (amount.isEmpty() || amount.get().unit().isEmpty()) {
      return amount.map(Amount::number);
    }
    var from = Amount.baseOf(amount.get().unit());
    var to = Amount.baseOf(unit);
    return from.isPresent() && to.isPresent() && from.get().sameKind(to.get())
        ? Optional.of(amount.get().number() * from.get().factor() / to.get().factor())
        : Optional.empty();
  }

  /** Why the server would not take a value by its type, range or words; empty where it would. */
  Optional<String> refusal(String written) {
    return switch (type) {
      case "bool" ->
          List.of("on", "off").contains(written) ? Optional.empty() : no(written, "is on or off");
      case "enum" ->
          words.contains(written)
              ? Optional.empty()
              : no(written, "is one of " + String.join(", ", words));
      case "integer", "real" -> outOfRange(written);
      default -> no(written, "is free text, and none is proposed for it");
    };
  }

  private Optional<String> outOfRange(String written) {
    var number = inUnit(written);
    if (number.isEmpty()) {
      return no(written, "is a number" + (unit.isEmpty() ? "" : " in " + unit));
    }
    return number.get() < least || number.get() > most
        ? no(
            written,
            String.format(Locale.ROOT, "lies from %.0f to %.0f %s", least, most, unit).strip())
        : Optional.empty();
  }

  private Optional<String> no(String written, String rule) {
    return Optional.of(name + " = " + written + " would be refused: it " + rule);
  }
}
