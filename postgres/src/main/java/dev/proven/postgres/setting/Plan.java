package dev.proven.postgres.setting;

import tools.jackson.databind.JsonNode;

/**
 * How a statement is, or was, executed.
 *
 * @param top of the plan
 * @param compiled what the server says of compiling it; missing where it does not
 * @param milliseconds of its execution, 0 for a plan that was not executed
 */
record Plan(Node top, JsonNode compiled, double milliseconds) {
  static Plan of(JsonNode explained) {
    var one = explained.path(0);
    return new Plan(
        Node.of(one.path("Plan")), one.path("JIT"), one.path("Execution Time").asDouble(0));
  }

  boolean isCompiled() {
    return compiled.path("Functions").asInt(0) > 0;
  }

  /** Milliseconds that were spent on compiling, in an executed plan. */
  double compiling() {
    var timing = compiled.path("Timing").path("Total");
    return timing.isNumber() ? timing.asDouble(0) : timing.path("Total").asDouble(0);
  }

  boolean usesMemory() {
    return top.all().anyMatch(Node::usesMemory);
  }

  /** Whether both do the same in the same order, and both or none are compiled in the same way. */
  boolean sameAs(Plan other) {
    return top.shape().equals(other.top.shape())
        && isCompiled() == other.isCompiled()
        && compiled.path("Options").equals(other.compiled.path("Options"));
  }

  /** How many stored tables it reads, each as often as it is named. */
  long relations() {
    return top.all().filter(Node::scansTable).count();
  }
}
