package dev.proven.report.markup;

import java.util.Locale;

/**
 * A writer of well-formed markup; HTML, SVG and JUnit files are made with it. Texts and attribute
 * values are escaped on the way in, so that no caller can forget to.
 *
 * <p>A tag is given as its name, optionally followed by classes: {@code section.card.wide}.
 */
public final class Xml {
  private final StringBuilder out = new StringBuilder();

  /** An element with whatever the body writes. Attributes come as name, value, name, value. */
  public Xml in(String tag, Runnable body, Object... attributes) {
    var name = start(tag, attributes);
    out.append('>');
    body.run();
    out.append("</").append(name).append(">\n");
    return this;
  }

  /** An element with a text. */
  public Xml leaf(String tag, String text, Object... attributes) {
    var name = start(tag, attributes);
    out.append('>').append(escape(text)).append("</").append(name).append('>');
    return this;
  }

  /** An element without content, such as {@code meta} or an SVG shape. */
  public Xml empty(String tag, Object... attributes) {
    start(tag, attributes);
    out.append("/>");
    return this;
  }

  public Xml text(String text) {
    out.append(escape(text));
    return this;
  }

  /** Markup that was made by another writer; never a text from outside. */
  public Xml raw(String markup) {
    out.append(markup);
    return this;
  }

  private String start(String tag, Object... attributes) {
    int dot = tag.indexOf('.');
    var name = dot < 0 ? tag : tag.substring(0, dot);
    out.append('<').append(name);
    if (dot >= 0) {
      attribute("class", tag.substring(dot + 1).replace('.', ' '));
    }
    for (int i = 0; i + 1 < attributes.length; i += 2) {
      attribute(attributes[i].toString(), value(attributes[i + 1]));
    }
    return name;
  }

  private void attribute(String name, String value) {
    out.append(' ').append(name).append("=\"").append(escape(value)).append('"');
  }

  /** Coordinates are cut to two decimals. */
  private static String value(Object value) {
    if (!(value instanceof Double number)) {
      return value.toString();
    }
    var text = String.format(Locale.ROOT, "%.2f", number);
    return text.endsWith(".00") ? text.substring(0, text.length() - 3) : text;
  }

  /** The text with what means something in markup replaced, and what XML forbids marked. */
  public static String escape(String text) {
    var escaped = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(c -> append(escaped, c));
    return escaped.toString();
  }

  private static void append(StringBuilder to, int c) {
    switch (c) {
      case '<' -> to.append("&lt;");
      case '>' -> to.append("&gt;");
      case '&' -> to.append("&amp;");
      case '"' -> to.append("&quot;");
      case '\'' -> to.append("&#39;");
      default -> to.appendCodePoint(allowed(c) ? c : 0xFFFD);
    }
  }

  /** The characters of XML 1.0, section 2.2. */
  private static boolean allowed(int c) {
    boolean control = c < 0x20 && c != '\t' && c != '\n' && c != '\r';
    boolean surrogate = c >= 0xD800 && c <= 0xDFFF;
    return !control && !surrogate && c != 0xFFFE && c != 0xFFFF;
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
