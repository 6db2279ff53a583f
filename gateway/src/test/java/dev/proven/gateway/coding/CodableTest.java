package dev.proven.gateway.coding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.gateway.cache.Fields;
import dev.proven.gateway.cache.RequestHead;
import dev.proven.gateway.cache.ResponseHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodableTest {
  private static final Codable CODABLE = new Codable(CodingOptions.STANDARD);

  private static boolean has(String type, String... more) {
    var fields = Fields.of(more).with("Content-Type", type);
    return CODABLE.hasVariants(new ResponseHead(200, fields), 5_000);
  }

  private static Coding chosen(String... fields) {
    return CODABLE.choose(new RequestHead("GET", "http", "a.example", "/", Fields.of(fields)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/html",
        "TEXT/HTML; charset=utf-8",
        "text/plain",
        "application/json",
        "application/json;charset=UTF-8",
        "application/problem+json",
        "application/vnd.api+json; v=1",
        "application/atom+xml",
        "image/svg+xml",
        "application/wasm",
        "text/javascript",
        "application/javascript"
      })
  void textIsCoded(String type) {
    assertThat(has(type)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "image/png",
        "video/mp4",
        "application/zip",
        "application/octet-stream",
        "text/event-stream",
        "text/event-stream; charset=utf-8",
        "multipart/byteranges; boundary=x",
        "text",
        "json",
        "+json",
        "",
        ";",
        "application/json2"
      })
  void othersAreNot(String type) {
    assertThat(has(type)).isFalse();
  }

  @Test
  void noTypeIsNoText() {
    assertThat(CODABLE.hasVariants(new ResponseHead(200, Fields.NONE), 5_000)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Content-Encoding | gzip",
        "Cache-Control    | no-transform",
        "Cache-Control    | max-age=60, No-Transform",
        "Content-Range    | bytes 0-4/5",
        "Content-Digest   | sha-256=:AAAA:",
        "Repr-Digest      | sha-256=:AAAA:",
        "Content-MD5      | AAAA",
        "Digest           | SHA-256=AAAA",
      })
  void whatSpeaksOfTheBytesIsLeftAsItIs(String name, String value) {
    assertThat(has("application/json", name, value)).isFalse();
  }

  @Test
  void identityIsNoCoding() {
    assertThat(has("application/json", "Content-Encoding", "identity")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 205, 206, 304})
  void noBodyOrAPartIsNotCoded(int status) {
    var head = new ResponseHead(status, Fields.of("Content-Type", "text/html"));
    assertThat(CODABLE.hasVariants(head, 5_000)).isFalse();
  }

  @Test
  void sizesAreBounded() {
    var head = new ResponseHead(404, Fields.of("Content-Type", "text/html"));
    assertThat(CODABLE.hasVariants(head, 1023)).isFalse();
    assertThat(CODABLE.hasVariants(head, 1024)).isTrue();
    assertThat(CODABLE.hasVariants(head, -1)).isTrue();
    assertThat(CODABLE.hasVariants(head, 1L << 33)).isFalse();
    assertThat(new Codable(CodingOptions.OFF).hasVariants(head, 5_000)).isFalse();
  }

  @Test
  void theRequestMayWantItAsItIs() {
    assertThat(chosen("Accept-Encoding", "gzip")).isEqualTo(Coding.GZIP);
    assertThat(chosen()).isEqualTo(Coding.IDENTITY);
    assertThat(chosen("Accept-Encoding", "gzip", "Range", "bytes=0-9")).isEqualTo(Coding.IDENTITY);
    assertThat(chosen("Accept-Encoding", "gzip", "Cache-Control", "no-transform"))
        .isEqualTo(Coding.IDENTITY);
  }
}
