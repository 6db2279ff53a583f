package dev.proven.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.core.Json;
import dev.proven.core.evidence.Run;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class HtmlViewTest {
  private static final Run RUN = Fixture.realistic();

  private static String html(Run run) {
    return new HtmlView().render(run, Decision.of(run));
  }

  private static Document parse(String html) throws Exception {
    var builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    return builder.parse(new InputSource(new StringReader(html.replace("<!DOCTYPE html>", ""))));
  }

  private static List<Element> all(Document document, String tag) {
    NodeList nodes = document.getElementsByTagName(tag);
    return java.util.stream.IntStream.range(0, nodes.getLength())
        .mapToObj(i -> (Element) nodes.item(i))
        .toList();
  }

  @Test
  void isWellFormedAndLoadsNothing() throws Exception {
    var html = html(RUN);
    var document = parse(html);
    assertThat(html)
        .doesNotContain("http://")
        .doesNotContain("https://")
        .doesNotContain("@import")
        .doesNotContain("url(");
    for (var tag : List.of("link", "img", "iframe", "object", "a")) {
      assertThat(all(document, tag)).as(tag).isEmpty();
    }
    assertThat(all(document, "script")).allMatch(s -> s.getAttribute("src").isEmpty());
  }

  @Test
  void drawsFourFiguresEachForPageAndPhone() throws Exception {
    var document = parse(html(RUN));
    assertThat(all(document, "figure")).hasSize(4);
    assertThat(all(document, "svg")).hasSize(8);
    for (var svg : all(document, "svg")) {
      assertThat(svg.getElementsByTagName("title").getLength()).isEqualTo(1);
      assertThat(svg.getElementsByTagName("desc").item(0).getTextContent()).isNotBlank();
      assertThat(svg.getAttribute("role")).isEqualTo("img");
    }
    assertThat(html(RUN)).doesNotContain("NaN").doesNotContain("Infinity");
  }

  @Test
  void hasHeadingsAndTableHeads() throws Exception {
    var document = parse(html(RUN));
    assertThat(all(document, "h1")).hasSize(1);
    assertThat(all(document, "h2")).hasSizeGreaterThan(5);
    assertThat(all(document, "table"))
        .isNotEmpty()
        .allMatch(t -> t.getElementsByTagName("caption").getLength() == 1);
    assertThat(all(document, "th")).allMatch(th -> !th.getAttribute("scope").isEmpty());
  }

  @Test
  void keepsHostileNamesAsText() throws Exception {
    var html = html(Fixture.hostile());
    var document = parse(html);
    assertThat(html).doesNotContain("<script>alert").doesNotContain("</script><");
    assertThat(all(document, "script")).hasSize(1);
    assertThat(all(document, "h1").getFirst().getTextContent()).contains(Fixture.HOSTILE);
    assertThat(all(document, "code")).anyMatch(c -> c.getTextContent().contains(Fixture.HOSTILE));
  }

  @Test
  void embedsTheDocumentAsJson() throws Exception {
    var script = all(parse(html(Fixture.hostile())), "script").getFirst().getTextContent();
    assertThat(script).doesNotContain("<");
    var json = Json.mapper().readTree(script);
    assertThat(json.get("targets").get(0).get("name").asString()).contains(Fixture.HOSTILE);
  }
}
