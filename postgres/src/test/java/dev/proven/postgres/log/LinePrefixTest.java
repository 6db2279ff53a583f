package dev.proven.postgres.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LinePrefixTest {
  private static LinePrefix.Head head(String prefix, String line) {
    return Objects.requireNonNull(new LinePrefix(prefix).head(line));
  }

  @Test
  void theServersOwnPrefixTellsDatabaseApplicationAndSession() {
    var head =
        head(
            "%t [%p]: [%l-1] user=%u,db=%d,app=%a,client=%h ",
            "2026-11-23 23:39:46 UTC [4711]: [3-1] user=a b,db=the shop,app=my app,client=::1 LOG:  x");
    assertThat(head.session()).isEqualTo("4711");
    assertThat(head.database()).isEqualTo("the shop");
    assertThat(head.application()).isEqualTo("my app");
    assertThat(head.severity()).isEqualTo("LOG");
    assertThat(head.rest()).isEqualTo("x");
  }

  @Test
  void everyEscapeIsUnderstood() {
    var head =
        head(
            "%a|%u|%d|%r|%h|%L|%b|%p|%P|%t|%m|%n|%i|%e|%c|%l|%s|%v|%x|%Q|%%|%5p|%-9d|%q!",
            "app|u|shop|127.0.0.1(5000)|127.0.0.1|[local]|client backend|77||2026-11-23 23:39:46 UTC"
                + "|2026-11-23 23:39:46.123 Europe/Berlin|1764000000.123|SELECT|00000|6923a1b2.4d2|9"
                + "|2026-11-23 23:39:40 UTC|3/4|0|-5570|%|   77|shop     |!LOG:  duration: 1 ms");
    assertThat(head.database()).isEqualTo("shop");
    assertThat(head.session()).isEqualTo("77");
    assertThat(head.rest()).isEqualTo("duration: 1 ms");
  }

  @Test
  void aProcessWithoutSessionHasNoMoreThanTheBeginning() {
    var head =
        head("%m [%p] %q%u@%d ", "2026-11-23 23:39:46.123 UTC [9] LOG:  checkpoint starting");
    assertThat(head.session()).isEqualTo("9");
    assertThat(head.database()).isNull();
  }

  @Test
  void anotherServersPrefixIsReadWithoutItsDatabase() {
    var head = head("%m [%p] ", "23:39:46.1 host app@shop [812] LOG:  duration: 1 ms");
    assertThat(head.session()).isEqualTo("812");
    assertThat(head.database()).isNull();
    assertThat(head.rest()).isEqualTo("duration: 1 ms");
  }

  @Test
  void usualPrefixesOfOtherServersTellTheDatabase() {
    var time = "2026-11-23 23:39:46 UTC";
    var millis = "2026-11-23 23:39:46.123 UTC";
    for (var prefix :
        List.of(
            time + ":10.0.0.1(5):app@shop:[812]:",
            time + " [812]: [3-1] user=app,db=shop,app=my app,client=10.0.0.1 ",
            time + " [812]: user=app,db=shop,app=my app,client=10.0.0.1 ",
            millis + " [812] [user=app,db=shop,app=a@b] ",
            millis + " [812] app@shop ")) {
      var head = head("%m [%p] ", prefix + "LOG:  duration: 1 ms");
      assertThat(head.database()).as(prefix).isEqualTo("shop");
      assertThat(head.session()).as(prefix).isEqualTo("812");
    }
    // Which part of this is the database nobody can tell.
    assertThat(head("%m ", millis + " [812] a=b@c=d@e LOG:  x").database()).isNull();
  }

  @Test
  void whatIsNoPrefixIsNoHead() {
    assertThat(new LinePrefix("%m [%p] ").head("cp: cannot stat 'LOG': no such file")).isNull();
    assertThat(new LinePrefix("").head("x".repeat(100_000) + "LOG:  x")).isNull();
    assertThat(new LinePrefix("").head("DIALOG:  x")).isNull();
    // A prefix of many parts could be looked for in a long line without end.
    var parts = new LinePrefix("%u %d %a %r %h ");
    assertThat(parts.head("a ".repeat(400) + ":  " + "b ".repeat(200_000))).isNull();
  }
}
