package dev.proven.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Every case of the golden file against this package; what is left out is named. */
class GoldenTest {
  @TestFactory
  Stream<DynamicTest> cases() {
    GoldenFile file = GoldenFile.given();
    System.out.println(file.summary());
    return tests(file);
  }

  @TestFactory
  Stream<DynamicTest> generator() {
    return GoldenFile.given()
        .streams()
        .map(golden -> dynamicTest("splitmix64/" + golden.get("seed"), () -> checkStream(golden)));
  }

  private static Stream<DynamicTest> tests(GoldenFile file) {
    return file.cases()
        .filter(golden -> GoldenFile.reasonToLeaveOut(golden).isEmpty())
        .map(golden -> dynamicTest(golden.id(), golden::check));
  }

  private static void checkStream(JsonNode golden) {
    SplitMix64 random = new SplitMix64(golden.get("seed").longValue());
    List<String> drawn =
        Stream.generate(() -> "%016x".formatted(random.nextLong())).limit(5).toList();
    assertThat(golden.get("first5_hex").valueStream().map(JsonNode::stringValue).toList())
        .isEqualTo(drawn);
  }

  @Test
  void theOwnFileHasACaseOfEveryMethod() {
    assertThat(GoldenFile.own().cases().map(GoldenCase::family))
        .containsAll(GoldenCase.METHODS.keySet());
    assertThat(GoldenFile.own().cases().filter(c -> GoldenFile.reasonToLeaveOut(c).isEmpty()))
        .hasSizeGreaterThan(80);
    assertThat(GoldenFile.own().streams()).isNotEmpty();
  }

  @Test
  void aSmallFileWithOtherCasesIsCheckedAndWhatIsUnknownIsNamed(@TempDir Path folder)
      throws Exception {
    var json =
        """
        {"cases": [
          {"id": "right", "method": "tost_20pct", "input": {"d": [0.1, 0.11, 0.12]},
           "expected": {"p": 0.0031563536}, "tolerance_abs": 1e-6},
          {"id": "wrong", "method": "paired_t", "input": {"d": [1, 2, 3]},
           "expected": {"mean": 2.1}, "tolerance_abs": 1e-9},
          {"id": "new", "method": "oracle_of_delphi_0.5", "input": {}, "expected": {},
           "tolerance_abs": 1}
        ]}
        """;
    GoldenFile file = GoldenFile.read(Files.writeString(folder.resolve("other.json"), json));
    assertThat(file.streams()).isEmpty();
    assertThat(file.summary())
        .contains("3 cases, 2 computed", "oracle_of_delphi_0.5=METHOD.md names no such method");
    var tests = tests(file).map(DynamicTest::getExecutable).toList();
    assertThatCode(() -> tests.get(0).execute()).doesNotThrowAnyException();
    assertThatThrownBy(() -> tests.get(1).execute()).isInstanceOf(AssertionError.class);
    assertThat(tests).hasSize(2);
  }

  @Test
  void aRelativeFileIsSoughtWhereMavenWasStarted() {
    assertThat(GoldenFile.locate("data/other.json", "/home/me"))
        .isEqualTo(Path.of("/home/me/data/other.json"));
    assertThat(GoldenFile.locate("/data/other.json", "/home/me"))
        .isEqualTo(Path.of("/data/other.json"));
    assertThatThrownBy(() -> GoldenFile.read(Path.of("/no/such.json")))
        .hasMessageContaining("/no/such.json");
  }
}
