package dev.proven.postgres.pool;

import dev.proven.postgres.Address;
import dev.proven.postgres.Bouncer;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The configuration of a bouncer in transaction mode before one database.
 *
 * @param address of the database
 * @param version of the program, which decides what it understands
 * @param sizing of the pool
 * @param roundRobin whether connections to the server take turns
 * @param password whether the role has one, which clients then have to know as well
 * @param silent whether the role may keep our statements out of the server's record of them
 * @param more settings of the section pgbouncer, which win
 */
record Ini(
    Address address,
    Version version,
    Sizing sizing,
    boolean roundRobin,
    boolean password,
    boolean silent,
    Map<String, String> more)
    implements Bouncer.Configuration {
  private static final int USUAL_PORT = 6432;
  private static final int PREPARED_STATEMENTS = 200;
  private static final String PLAIN_NAME = "[A-Za-z0-9_][A-Za-z0-9_-]*";

  Ini {
    more = new TreeMap<>(more);
  }

  /** The same as a person would install it; without anything secret. */
  String script() {
    return "; pgbouncer.ini; the password belongs into userlist.txt, as \"role\" \"password\"\n"
        + text(USUAL_PORT, Path.of("/etc/pgbouncer/userlist.txt"), "");
  }

  @Override
  public String text(int port, Path users, String console) {
    var text = new StringBuilder("[databases]\n");
    text.append(database()).append(" = ").append(server(!console.isEmpty())).append('\n');
    text.append("\n[pgbouncer]\n");
    var settings = settings(port, users);
    if (!console.isEmpty()) {
      settings.put("admin_users", console);
    }
    settings.putAll(more);
    settings.forEach((k, v) -> text.append(k).append(" = ").append(v).append('\n'));
    return text.toString();
  }

  /** A star stands for any; names of other characters cannot be written in every version. */
  private String database() {
    return address.database().matches(PLAIN_NAME) ? address.database() : "*";
  }

  private String server(boolean ours) {
    var server = "host=" + address.host() + " port=" + address.port();
    return ours && silent
        ? server + " connect_query='SET pg_stat_statements.track = none'"
        : server;
  }

  private TreeMap<String, String> settings(int port, Path users) {
    var settings = new TreeMap<String, String>();
    settings.put("listen_addr", "127.0.0.1");
    settings.put("listen_port", String.valueOf(port));
    settings.put("unix_socket_dir", "");
    // With passwords in plain text SCRAM would cost the bouncer 10 ms of its one core a client.
    settings.put("auth_type", password ? "md5" : "trust");
    settings.put("auth_file", users.toString());
    settings.put("pool_mode", "transaction");
    settings.put("default_pool_size", String.valueOf(sizing.pool()));
    settings.put("max_client_conn", String.valueOf(sizing.clients()));
    settings.put("server_round_robin", roundRobin ? "1" : "0");
    settings.put("ignore_startup_parameters", "extra_float_digits");
    settings.put("log_connections", "0");
    settings.put("log_disconnections", "0");
    if (version.keepsPreparedStatements()) {
      settings.put("max_prepared_statements", String.valueOf(PREPARED_STATEMENTS));
    }
    tls(settings);
    return settings;
  }

  /** What the URL says of encryption holds between the bouncer and the server. */
  private void tls(TreeMap<String, String> settings) {
    var names =
        Map.of(
            "sslmode", "server_tls_sslmode",
            "sslrootcert", "server_tls_ca_file",
            "sslcert", "server_tls_cert_file",
            "sslkey", "server_tls_key_file");
    names.forEach((parameter, setting) -> {
      var value = address.parameters().get(parameter);
      if (value != null) {
        settings.put(setting, value);
      }
    });
  }
}
