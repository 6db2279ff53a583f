package dev.proven.postgres.pool;

import dev.proven.core.Pooler;
import dev.proven.core.Progress;
import dev.proven.core.Session;
import dev.proven.postgres.Bouncer;
import dev.proven.postgres.PoolServer;
import java.nio.file.Path;
import java.util.Map;

/** A process that puts a bouncer before a database and then waits to be killed. */
final class BouncerMaker {
  private BouncerMaker() {}

  /**
   * Says "started" when the bouncer stands.
   *
   * @param args the run's id, the folder of its journal, the server's port, the program
   */
  public static void main(String[] args) throws Exception {
    var session = new Session(args[0], PoolServer.journal(Path.of(args[1])), Progress.silent());
    var target = PoolServer.open(Integer.parseInt(args[2]), session);
    var program = Program.find(new Pooler(args[3], false)).program();
    if (program == null) {
      throw new IllegalStateException("no PgBouncer at " + args[3]);
    }
    var ini =
        new Ini(
            target.address(), program.version(), new Sizing(2, 20), false, true, true, Map.of());
    try (var _ = Bouncer.start(target, session.journal(), program.path(), ini)) {
      System.out.println("started");
      Thread.sleep(60_000);
    }
  }
}
