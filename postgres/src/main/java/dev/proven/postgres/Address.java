package dev.proven.postgres;

import dev.proven.core.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a database is and as whom it is opened; holds no secret.
 *
 * @param host name or number
 * @param port 1 to 65535
 * @param database name of the database
 * @param user the role
 * @param parameters of the connection by pgjdbc's names, such as {@code sslmode}
 */
public record Address(
    String host, int port, String database, String user, SortedMap<String, String> parameters) {
  static final int DEFAULT_PORT = 5432;

  private static final String EXAMPLE = "Write it like postgresql://user@host:5432/database";

  /** What a URL may carry; libpq's spelling on the left, pgjdbc's on the right. */
  private static final Map<String, String> PARAMETERS =
      Map.ofEntries(
          Map.entry("sslmode", "sslmode"),
          Map.entry("sslrootcert", "sslrootcert"),
          Map.entry("sslcert", "sslcert"),
          Map.entry("sslkey", "sslkey"),
          Map.entry("sslfactory", "sslfactory"),
          Map.entry("ssl", "ssl"),
          Map.entry("gssencmode", "gssEncMode"),
          Map.entry("gssEncMode", "gssEncMode"),
          Map.entry("channel_binding", "channelBinding"),
          Map.entry("channelBinding", "channelBinding"),
          Map.entry("connect_timeout", "connectTimeout"),
          Map.entry("connectTimeout", "connectTimeout"),
          Map.entry("currentSchema", "currentSchema"),
          Map.entry("options", "options"));

  /** A name, an address of four bytes, or one of sixteen with its zone. */
  private static final Pattern HOST =
      Pattern.compile("[\\w.-]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:%[\\w.-]+)?");

  /** Given by the application that the URL was copied from; Proven sets its own. */
  private static final Set<String> IGNORED =
      Set.of("application_name", "ApplicationName", "user", "password", "dbname");

  /** An address and the password that stood beside it in the URL, if one did. */
  record Parsed(Address address, @Nullable String password) {
    @Override
    public String toString() {
      return address.name();
    }
  }

  /**
   * Refuses what pgjdbc would read as something else: parts become a URL of its own, and a journal
   * may come from anywhere.
   */
  public Address {
    parameters = new TreeMap<>(parameters);
    if (!HOST.matcher(host).matches()) {
      throw malformed("the host \"" + host + "\" is no name or number of a machine", null);
    }
    if (port < 1 || port > 65535) {
      throw malformed("the port " + port + " is not between 1 and 65535", null);
    }
    parameters.forEach(Address::mustBeKnown);
  }

  private static void mustBeKnown(String name, String value) {
    if (!PARAMETERS.containsValue(name)) {
      throw malformed("the parameter \"" + name + "\" is not known", null);
    }
    // It names a class that is loaded; those of pgjdbc itself are there, and do no harm.
    if (name.equals("sslfactory") && !value.matches("org\\.postgresql\\.ssl\\.\\w+")) {
      throw malformed("the sslfactory \"" + value + "\" is none of pgjdbc's own", null);
    }
  }

  /** A printable name such as {@code postgresql://db.example:5432/shop}. */
  public String name() {
    return "postgresql://"
        + (host.contains(":") ? "[" + host + "]" : host)
        + ":"
        + port
        + "/"
        + database;
  }

  /** A URL that opens it again, with the role and the parameters. */
  public String url() {
    var url = new StringBuilder("postgresql://").append(encoded(user)).append('@');
    url.append(name().substring("postgresql://".length(), name().length() - database.length()));
    url.append(encoded(database));
    char separator = '?';
    for (var parameter : parameters.entrySet()) {
      url.append(separator).append(encoded(parameter.getKey())).append('=');
      url.append(encoded(parameter.getValue()));
      separator = '&';
    }
    return url.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** The same server and role, another database. */
  public Address withDatabase(String name) {
    return new Address(host, port, name, user, parameters);
  }

  /**
   * Reads {@code postgresql:}, {@code postgres:} and {@code jdbc:postgresql:} URLs; what is not in
   * the URL comes from PGUSER and PGDATABASE, as with psql.
   *
   * @throws Problem usage, that never repeats the URL, because it may hold a password
   */
  static Parsed parse(String url) {
    URI uri = uri(url);
    var query = query(uri);
    String[] userInfo = decoded(uri.getRawUserInfo()).split(":", 2);
    var user = first(userInfo[0], query.get("user"), environment("PGUSER"), osUser());
    var path = decoded(uri.getRawPath()).replaceFirst("^/", "");
    var database = first(path, query.get("dbname"), environment("PGDATABASE"), user);
    var password = userInfo.length == 2 ? userInfo[1] : query.get("password");
    var host = first(uri.getHost(), "localhost");
    int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
    var bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return new Parsed(new Address(bare, port, database, user, parameters(query)), password);
  }

  private static URI uri(String url) {
    var text = url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : url;
    var rest = text.substring(text.indexOf(':') + 1);
    if (!rest.startsWith("//")) {
      // jdbc:postgresql:database is pgjdbc's short form.
      rest = rest.startsWith("/") ? "//" + rest : "///" + rest;
    }
    var authority = rest.substring(2).split("[/?]", 2)[0];
    if (authority.contains(",")) {
      throw malformed("it names several servers; Proven measures one", null);
    }
    try {
      // A server-based authority is what java.net.URI calls user, host and port; "//" alone is not.
      var uri = new URI("postgresql:" + rest);
      return authority.isEmpty() ? uri : uri.parseServerAuthority();
    } catch (URISyntaxException e) {
      throw malformed(e.getReason() + " at position " + e.getIndex(), e);
    }
  }

  private static SortedMap<String, String> query(URI uri) {
    var values = new TreeMap<String, String>();
    if (uri.getRawQuery() == null) {
      return values;
    }
    for (var pair : uri.getRawQuery().split("&", -1)) {
      var sides = pair.split("=", 2);
      values.put(decoded(sides[0]), sides.length == 2 ? decoded(sides[1]) : "");
    }
    return values;
  }

  private static SortedMap<String, String> parameters(SortedMap<String, String> query) {
    var known = new TreeMap<String, String>();
    query.forEach((key, value) -> {
      var name = PARAMETERS.get(key);
      if (name != null) {
        known.put(name, value);
      } else if (!IGNORED.contains(key)) {
        throw malformed("the parameter \"" + key + "\" is not known", null);
      }
    });
    return known;
  }

  private static Problem malformed(String why, @Nullable Throwable cause) {
    var problem = Problem.usage("The PostgreSQL URL cannot be read: " + why + ".", EXAMPLE + ".");
    return cause == null ? problem : problem.causedBy(new IllegalArgumentException(why));
  }

  private static String decoded(@Nullable String raw) {
    // In a URL's user, path and query here a plus is a plus, as libpq reads it.
    return raw == null ? "" : URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static String first(@Nullable String... candidates) {
    for (var candidate : candidates) {
      if (candidate != null && !candidate.isEmpty()) {
        return candidate;
      }
    }
    throw malformed("it names no user", null);
  }

  private static @Nullable String environment(String variable) {
    return System.getenv(variable);
  }

  private static @Nullable String osUser() {
    return System.getProperty("user.name");
  }
}
