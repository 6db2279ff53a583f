package dev.proven.postgres.setting;

import java.util.List;

/**
 * A value that a rule proposes for a setting.
 *
 * @param setting its name
 * @param value as a person writes it
 * @param evidence the facts that it follows from
 * @param expected what it may do
 * @param risk what it may cost
 * @param missing why it can be proven nowhere; empty where it can
 */
record Candidate(
    String setting,
    String value,
    List<String> evidence,
    String expected,
    String risk,
    String missing) {
  /** One that can be proven. */
  Candidate(String setting, String value, List<String> evidence, String expected, String risk) {
    this(setting, value, evidence, expected, risk, "");
  }
}
