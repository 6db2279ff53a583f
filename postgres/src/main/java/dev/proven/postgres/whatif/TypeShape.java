package dev.proven.postgres.whatif;

/**
 * How values of a type are stored.
 *
 * @param name of the type in the catalog; for a domain of the one below it
 * @param length in bytes, negative where it varies
 * @param alignment 1 to 8
 * @param equalImage whether equal values are equal in every byte
 */
record TypeShape(String name, int length, int alignment, boolean equalImage) {
  boolean isText() {
    return switch (name) {
      case "text", "varchar", "bpchar", "citext" -> true;
      default -> false;
    };
  }

  boolean isNumeric() {
    return name.equals("numeric");
  }

  boolean isNumber() {
    return switch (name) {
      case "int2", "int4", "int8", "numeric", "float4", "float8" -> true;
      default -> false;
    };
  }

  /** Short values of varying length are not aligned. */
  int storedAlignment() {
    return length < 0 ? 1 : alignment;
  }
}
