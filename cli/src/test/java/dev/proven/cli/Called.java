package dev.proven.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * What a call of the command line gave.
 *
 * @param code exit code
 * @param out stdout
 * @param err stderr
 */
record Called(int code, String out, String err) {
  static Called proven(String... args) {
    var out = new StringWriter();
    var err = new StringWriter();
    int code = Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), args);
    return new Called(code, out.toString(), err.toString());
  }
}
