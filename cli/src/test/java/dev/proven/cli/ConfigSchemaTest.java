package dev.proven.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Keeps docs/sprint.schema.json as the records say; {@code -Dproven.schema=write} writes it anew.
 */
final class ConfigSchemaTest {
  private static final Path FILE = Path.of("..", "docs", "sprint.schema.json");

  @Test
  void theSchemaForEditorsFitsTheRecords() throws IOException {
    var config =
        new SchemaGeneratorConfigBuilder(SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
            .with(Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT)
            .build();
    var schema =
        new SchemaGenerator(config).generateSchema(SprintConfig.class).toPrettyString() + "\n";
    if ("write".equals(System.getProperty("proven.schema"))) {
      Files.writeString(FILE, schema);
    }
    assertThat(FILE).content().isEqualTo(schema);
    assertThat(schema).contains("passwordFile", "widenMargins", "\"additionalProperties\" : false");
  }
}
