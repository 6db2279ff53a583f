package dev.proven.gateway.coding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.gateway.cache.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptEncodingTest {
  private static final List<Coding> ALL = List.of(Coding.BR, Coding.ZSTD, Coding.GZIP);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "none                              | IDENTITY",
        "''                                | IDENTITY",
        "gzip                              | GZIP",
        "x-gzip                            | GZIP",
        "GZIP                              | GZIP",
        "gzip, deflate, br, zstd           | BR",
        "gzip, deflate                     | GZIP",
        "gzip, zstd                        | ZSTD",
        "gzip;q=1.0, br;q=0.9              | GZIP",
        "gzip ; q=0.5 , br ;q=0.25         | GZIP",
        "gzip;q=0.5, zstd;Q=0.6            | ZSTD",
        "gzip;q=0                          | IDENTITY",
        "gzip;q=0.000                      | IDENTITY",
        "gzip;q=0, *                       | BR",
        "br;q=0, zstd;q=0, *               | GZIP",
        "*                                 | BR",
        "*;q=0.1                           | BR",
        "*;q=0                             | IDENTITY",
        "identity                          | IDENTITY",
        "identity;q=1, gzip;q=0.5          | IDENTITY",
        "identity;q=0.5, gzip              | GZIP",
        "identity;q=0.5, gzip;q=0.5        | GZIP",
        "identity;q=1, *;q=0               | IDENTITY",
        "identity;q=0                      | IDENTITY",
        "identity;q=0, *;q=0               | IDENTITY",
        "identity;q=0, compress            | IDENTITY",
        "identity;q=0, gzip;q=0.001        | GZIP",
        "gzip;q=0.001                      | GZIP",
        "compress, deflate                 | IDENTITY",
        "gzip;q=2                          | IDENTITY",
        "gzip;q=0.1234                     | IDENTITY",
        "gzip;q=-1                         | IDENTITY",
        "gzip;q                            | IDENTITY",
        "gzip;q=1;q=0                      | IDENTITY",
        "gzip, gzip;q=0                    | IDENTITY",
        ",,, gzip ,,                       | GZIP",
        "gzip;level=9                      | IDENTITY",
        "br;q=0.8, *;q=0.9                 | ZSTD",
        "gzipped                           | IDENTITY",
      })
  void choosesByWeightThenByPreference(String field, Coding expected) {
    var request = field == null ? Fields.NONE : Fields.of("Accept-Encoding", field);
    assertThat(AcceptEncoding.of(request).choose(ALL)).isEqualTo(expected);
  }

  @Test
  void severalLinesAreOneList() {
    var request = Fields.of("Accept-Encoding", "gzip;q=0.5", "accept-encoding", "br;q=0.4");
    assertThat(AcceptEncoding.of(request).choose(ALL)).isEqualTo(Coding.GZIP);
  }

  @Test
  void choosesOnlyWhatCanBeMade() {
    var request = Fields.of("Accept-Encoding", "br, zstd, gzip;q=0.1");
    assertThat(AcceptEncoding.of(request).choose(List.of(Coding.GZIP))).isEqualTo(Coding.GZIP);
    assertThat(AcceptEncoding.of(request).choose(List.of())).isEqualTo(Coding.IDENTITY);
  }

  @Test
  void identityMayBeListedBeforeOthers() {
    var request = Fields.of("Accept-Encoding", "*");
    assertThat(AcceptEncoding.of(request).choose(List.of(Coding.IDENTITY, Coding.GZIP)))
        .isEqualTo(Coding.IDENTITY);
  }

  @Test
  void aFieldBeyondAllBoundsCodesNothing() {
    var many = "gzip,".repeat(33);
    assertThat(AcceptEncoding.of(Fields.of("Accept-Encoding", many)).choose(ALL))
        .isEqualTo(Coding.IDENTITY);
    var lengthy = "gzip, " + "x".repeat(2000);
    assertThat(AcceptEncoding.of(Fields.of("Accept-Encoding", lengthy)).choose(ALL))
        .isEqualTo(Coding.IDENTITY);
  }

  @Test
  void neverChoosesWhatIsForbiddenAndNeverFails() {
    var random = new Random(42);
    var names = List.of("gzip", "x-gzip", "br", "zstd", "identity", "*", "deflate", "", "\"", ";");
    var weights =
        List.of("", ";q=0", ";q=0.5", ";q=1", ";q=1.001", ";q=.5", " ; q=0.9 ", ";;", "=");
    for (int i = 0; i < 20_000; i++) {
      var members = new ArrayList<String>();
      for (int m = random.nextInt(6); m >= 0; m--) {
        members.add(
            names.get(random.nextInt(names.size())) + weights.get(random.nextInt(weights.size())));
      }
      var accept = AcceptEncoding.of(Fields.of("Accept-Encoding", String.join(",", members)));
      var chosen = accept.choose(ALL);
      if (chosen == Coding.IDENTITY) {
        boolean allowed = accept.weight(chosen) > 0;
        boolean nothing = ALL.stream().allMatch(c -> accept.weight(c) == 0);
        assertThat(allowed || nothing).as("%s", members).isTrue();
      } else {
        assertThat(accept.weight(chosen)).as("%s", members).isPositive();
      }
      assertThat(ALL).as("%s", members).allMatch(c -> accept.weight(c) <= accept.weight(chosen));
    }
  }
}
