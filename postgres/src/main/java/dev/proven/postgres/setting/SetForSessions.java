package dev.proven.postgres.setting;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Change;
import dev.proven.core.ChangeRecord;
import dev.proven.core.journal.Journal;
import dev.proven.core.journal.Undo;
import dev.proven.postgres.DatabaseSetting;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.apply.AlterDatabase;
import dev.proven.postgres.apply.AlterSystem;
import java.util.List;
import java.util.Optional;

/**
 * Another value of a setting for the sessions of one database. It is proven by ALTER DATABASE on a
 * copy; in the real server it belongs into the configuration, unless the database has a value of
 * its own, which would win over that.
 *
 * @param setting its name
 * @param value as a person writes it
 * @param before the value that it had when it was proposed, as the server writes it
 * @param database the user's database where that has a value of its own; empty otherwise
 */
public record SetForSessions(String setting, String value, String before, String database)
    implements Change<PostgresTarget> {

  @Override
  public String script() {
    return database.isEmpty()
        ? ServerSql.set(setting, value) + "\n" + ServerSql.RELOAD
        : DatabaseSetting.statement(database, setting, Optional.of(value)) + ";";
  }

  @Override
  public List<ChangeRecord> records() {
    return database.isEmpty()
        ? new AlterSystem(setting, value).records()
        : List.of(new AlterDatabase(setting, value).record());
  }

  @Override
  @MustBeClosed
  public Undo apply(PostgresTarget target, Journal journal) throws Exception {
    return DatabaseSetting.set(target, setting, value, journal);
  }
}
