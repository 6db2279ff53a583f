package dev.proven.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.core.experiment.Verdict;
import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class JunitViewTest {
  private static Document parse() throws Exception {
    var run = Fixture.hostile();
    var text = new JunitView().render(run, Decision.of(run));
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(text)));
  }

  @Test
  void countsWhatItHolds() throws Exception {
    var document = parse();
    var suite = (Element) document.getElementsByTagName("testsuite").item(0);
    assertThat(number(suite, "tests")).isEqualTo(count(document, "testcase"));
    assertThat(number(suite, "failures")).isEqualTo(count(document, "failure"));
    assertThat(number(suite, "skipped")).isEqualTo(count(document, "skipped"));
    assertThat(number(document.getDocumentElement(), "tests")).isEqualTo(number(suite, "tests"));
    assertThat(suite.getAttribute("timestamp")).isEqualTo("2026-11-23T10:45:00");
  }

  @Test
  void skipsWhatWasRefusedAndWhatIsNotKnown() throws Exception {
    var document = parse();
    var proposals = Fixture.realistic().record().targets().getFirst().proposals();
    long regressed = proposals.stream().filter(p -> p.verdict() == Verdict.REGRESSED).count();
    long unknown =
        proposals.stream()
            .filter(p -> p.verdict() == Verdict.UNDERPOWERED || p.verdict() == Verdict.NOT_RUN)
            .count();
    assertThat(regressed).isPositive();
    assertThat(unknown).isGreaterThan(1);
    assertThat(count(document, "failure")).as("the set holds, so nothing failed").isZero();
    assertThat(count(document, "skipped")).isGreaterThanOrEqualTo(unknown + regressed);
    var skipped = (Element) document.getElementsByTagName("skipped").item(0);
    assertThat(skipped.getAttribute("message")).isNotBlank();
    // the chosen set, seven proposals, 26 guardrails, the fingerprint
    assertThat(count(document, "testcase")).isEqualTo(1 + 7 + 26 + 1);
  }

  private static long count(Document document, String tag) {
    return document.getElementsByTagName(tag).getLength();
  }

  private static long number(Element element, String attribute) {
    return Long.parseLong(element.getAttribute(attribute));
  }
}
