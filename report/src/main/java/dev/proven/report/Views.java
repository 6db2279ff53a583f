package dev.proven.report;

import java.util.List;
import java.util.Optional;

/** All views there are. */
public final class Views {
  private Views() {}

  /** Console (without colour), HTML, Markdown, JSON, JUnit XML and Prometheus. */
  public static List<View> all() {
    return List.of(
        new ConsoleView(false),
        new HtmlView(),
        new MarkdownView(),
        new JsonView(),
        new JunitView(),
        new PrometheusView());
  }

  /** The view of that id. */
  public static Optional<View> byId(String id) {
    return all().stream().filter(v -> v.id().equals(id)).findFirst();
  }
}
