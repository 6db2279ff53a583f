package dev.proven.postgres.setting;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The limits of the control groups that a server's process is in, of either version: each group and
 * all above it, the strictest counts. In a container the group's path may name a place that is not
 * mounted; the root that is mounted is then the container's own.
 */
final class ControlGroups {
  private static final String ROOT = "/sys/fs/cgroup";

  private final ServerFiles files;
  private final List<String> lines;

  ControlGroups(ServerFiles files) {
    this.files = files;
    this.lines = files.read("/proc/self/cgroup").orElse("").lines().toList();
  }

  /** Bytes; empty for no limit. */
  OptionalLong memoryLimit() {
    var limits = new ArrayList<Long>();
    for (String folder : folders("")) {
      number(folder + "/memory.max").ifPresent(limits::add);
    }
    for (String folder : folders("memory")) {
      number(folder + "/memory.limit_in_bytes").ifPresent(limits::add);
    }
    return limits.stream().mapToLong(Long::longValue).min();
  }

  /** Processor cores; empty for no limit. */
  OptionalDouble coreLimit() {
    var limits = new ArrayList<Double>();
    for (String folder : folders("")) {
      addQuota(limits, files.read(folder + "/cpu.max").orElse(""));
    }
    for (String folder : folders("cpu")) {
      var quota = files.read(folder + "/cpu.cfs_quota_us").orElse("").strip();
      var period = files.read(folder + "/cpu.cfs_period_us").orElse("").strip();
      addQuota(limits, quota + " " + period);
    }
    return limits.stream().mapToDouble(Double::doubleValue).min();
  }

  /** Such as {@code 150000 100000}; {@code max} and -1 are no limit. */
  private static void addQuota(List<Double> limits, String quota) {
    var words = quota.strip().split(" ", -1);
    if (words.length == 2 && isNumber(words[0]) && isNumber(words[1])) {
      limits.add(Double.parseDouble(words[0]) / Double.parseDouble(words[1]));
    }
  }

  private OptionalLong number(String file) {
    var text = files.read(file).orElse("").strip();
    return isNumber(text) ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
  }

  private static boolean isNumber(String text) {
    return text.matches("\\d{1,18}");
  }

  /** The folders of this process's group under a controller, up to the root. */
  private List<String> folders(String controller) {
    var folders = new ArrayList<String>();
    for (String line : lines) {
      var fields = line.split(":", 3);
      if (fields.length == 3 && names(fields[1], controller)) {
        for (String root : roots(controller, fields[1])) {
          for (String path = fields[2]; ; path = parent(path)) {
            folders.add(root + (path.equals("/") ? "" : path));
            if (path.equals("/")) {
              break;
            }
          }
        }
      }
    }
    return folders;
  }

  private static boolean names(String controllers, String controller) {
    return controller.isEmpty()
        ? controllers.isEmpty()
        : Arrays.asList(controllers.split(",", -1)).contains(controller);
  }

  private static List<String> roots(String controller, String controllers) {
    return controller.isEmpty()
        ? List.of(ROOT, ROOT + "/unified")
        : List.of(ROOT + "/" + controller, ROOT + "/" + controllers);
  }

  private static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }
}
