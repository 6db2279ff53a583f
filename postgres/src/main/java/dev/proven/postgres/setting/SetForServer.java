package dev.proven.postgres.setting;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Change;
import dev.proven.core.ChangeRecord;
import dev.proven.core.journal.Journal;
import dev.proven.core.journal.Undo;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.PrivateSetting;
import dev.proven.postgres.apply.AlterSystem;
import java.util.List;

/**
 * Another value of a setting that belongs to the whole server. It is proven on a private copy of
 * the server, which is restarted with it.
 *
 * @param setting its name
 * @param value as a person writes it
 * @param before the value that it had when it was proposed, as the server writes it
 * @param restart whether it takes effect only with a restart
 */
public record SetForServer(String setting, String value, String before, boolean restart)
    implements Change<PostgresTarget> {

  @Override
  public String script() {
    return ServerSql.set(setting, value) + "\n" + (restart ? ServerSql.RESTART : ServerSql.RELOAD);
  }

  @Override
  public List<ChangeRecord> records() {
    return new AlterSystem(setting, value).records();
  }

  @Override
  @MustBeClosed
  public Undo apply(PostgresTarget target, Journal journal) throws Exception {
    return PrivateSetting.set(target, setting, value, restart, journal);
  }
}
