package dev.proven.postgres;

import dev.proven.core.Problem;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;

/** What to tell a person whose server did not let Proven in. */
final class ConnectProblem {
  private static final String PASSWORD_SOURCES =
      "Set PGPASSWORD, name a file with --password-file, or add a line to ~/.pgpass.";

  private ConnectProblem() {}

  static Problem of(Address address, boolean passwordGiven, SQLException e) {
    var server = address.host() + ":" + address.port();
    return byNetwork(address, server, e, passwordGiven).causedBy(e);
  }

  private static Problem byNetwork(
      Address address, String server, SQLException e, boolean passwordGiven) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      switch (t) {
        case UnknownHostException _ -> {
          return Problem.unreachable(
              "The host name " + address.host() + " is not known.",
              "Check the host in the URL, and that this machine can resolve it.");
        }
        case ConnectException _ -> {
          return Problem.unreachable(
              "Nothing answers at " + server + ": the connection was refused.",
              "Start the server, or correct host and port in the URL.");
        }
        case SocketTimeoutException _, NoRouteToHostException _ -> {
          return Problem.unreachable(
              server + " does not answer.",
              "Check host and port in the URL, and that no firewall stands between.");
        }
        default -> {}
      }
    }
    return byState(address, server, e, passwordGiven);
  }

  private static Problem byState(
      Address address, String server, SQLException e, boolean passwordGiven) {
    var state = String.valueOf(e.getSQLState());
    var message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return switch (state) {
      case "28P01" ->
          Problem.unreachable(
              server + " refused the password of role " + address.user() + ".", PASSWORD_SOURCES);
      case "08004" ->
          Problem.unreachable(
              server + " wants a password for role " + address.user() + noPassword(passwordGiven),
              PASSWORD_SOURCES);
      case "28000" ->
          Problem.unreachable(
              server + " does not let role " + address.user() + " in: " + message,
              "Check the role's name, its right to log in, and the server's pg_hba.conf.");
      case "3D000" ->
          Problem.unreachable(
              "There is no database " + address.database() + " on " + server + ".",
              "Correct the database in the URL; psql -l lists those there are.");
      case "42501" ->
          Problem.unreachable(
              "Role " + address.user() + " may not connect to " + address.database() + ".",
              "As its owner: GRANT CONNECT ON DATABASE "
                  + Sql.identifier(address.database())
                  + " TO "
                  + Sql.identifier(address.user())
                  + ";");
      case "53300" ->
          Problem.unreachable(
              server + " has no connection left: " + message,
              "End idle sessions, or raise max_connections.");
      case "57P03" ->
          Problem.unreachable(server + " is not ready: " + message, "Wait, then run again.");
      default ->
          Problem.unreachable(
              address.name() + " cannot be opened: " + message + " (SQLSTATE " + state + ")",
              "Check that a PostgreSQL server listens there, and the parameters of the URL.");
    };
  }

  private static String noPassword(boolean given) {
    return given ? " and did not take the one it got." : ", and none was given.";
  }
}
