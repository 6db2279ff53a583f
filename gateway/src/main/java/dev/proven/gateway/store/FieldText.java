package dev.proven.gateway.store;

/** Names and values of fields, checked (RFC 9110 sections 5.1 and 5.5). */
final class FieldText {
  private static final String MARKS = "!#$%&'*+-.^_`|~";

  private FieldText() {}

  static String name(String text) {
    boolean token = !text.isEmpty() && text.chars().allMatch(FieldText::isToken);
    return checked(text, token);
  }

  private static boolean isToken(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || MARKS.indexOf(c) >= 0;
  }

  static String value(String text) {
    return checked(text, text.chars().allMatch(c -> (c >= ' ' && c != 0x7f) || c == '\t'));
  }

  private static String checked(String text, boolean sound) {
    if (!sound) {
      throw new IllegalArgumentException("no field");
    }
    return text;
  }
}
