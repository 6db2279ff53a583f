package dev.proven.postgres.setting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a server has of its machine, by the files as kernels write them. */
class ServerMachineTest {
  private static final long GIB = 1L << 30;
  private static final String MEMORY =
      """
      MemTotal:       25165824 kB
      MemFree:         1000000 kB
      HugePages_Total:     100
      HugePages_Free:       40
      Hugepagesize:       2048 kB
      """;

  private static ServerMachine machine(Map<String, String> files) {
    var all = new HashMap<>(files);
    all.putIfAbsent("/proc/meminfo", MEMORY);
    all.putIfAbsent("/proc/self/status", "Name:\tpostgres\nCpus_allowed_list:\t0-3,8\n");
    return ServerMachine.read(path -> Optional.ofNullable(all.get(path)));
  }

  @Test
  void withoutLimitsItIsTheMachines() {
    var machine = machine(Map.of("/proc/self/cgroup", "0::/\n"));
    assertThat(machine.memory()).hasValue(24 * GIB);
    assertThat(machine.cores()).hasValue(5);
    assertThat(machine.hugePages()).isEqualTo(40L * 2048 * 1024);
    assertThat(machine.limited()).isFalse();
    assertThat(machine.inWords()).contains("25.8 GB").contains("5 processor cores");
  }

  @Test
  void theStrictestGroupAboveCounts() {
    var machine =
        machine(
            Map.of(
                "/proc/self/cgroup", "0::/system.slice/postgres.service/main\n",
                "/sys/fs/cgroup/system.slice/postgres.service/main/memory.max", "max\n",
                "/sys/fs/cgroup/system.slice/postgres.service/memory.max", "8589934592\n",
                "/sys/fs/cgroup/system.slice/memory.max", "2147483648\n",
                "/sys/fs/cgroup/system.slice/postgres.service/cpu.max", "150000 100000\n",
                "/sys/fs/cgroup/cpu.max", "max 100000\n"));
    assertThat(machine.memory()).hasValue(2 * GIB);
    assertThat(machine.cores()).hasValue(1.5);
    assertThat(machine.inWords()).contains("2.1").contains("by the limit of its control group");
  }

  @Test
  void theFirstVersionOfControlGroupsIsReadToo() {
    var machine =
        machine(
            Map.of(
                "/proc/self/cgroup", "7:cpu,cpuacct:/docker/abc\n4:memory:/docker/abc\n0::/\n",
                "/sys/fs/cgroup/memory/memory.limit_in_bytes", "4294967296\n",
                "/sys/fs/cgroup/cpu,cpuacct/docker/abc/cpu.cfs_quota_us", "200000\n",
                "/sys/fs/cgroup/cpu,cpuacct/docker/abc/cpu.cfs_period_us", "100000\n"));
    assertThat(machine.memory()).as("the container's root").hasValue(4 * GIB);
    assertThat(machine.cores()).hasValue(2);
  }

  @Test
  void noLimitAtAllIsWrittenAsAVeryLargeNumber() {
    var machine =
        machine(
            Map.of(
                "/proc/self/cgroup", "4:memory:/x\n",
                "/sys/fs/cgroup/memory/x/memory.limit_in_bytes", "9223372036854771712\n"));
    assertThat(machine.memory()).hasValue(24 * GIB);
    assertThat(machine.limited()).isFalse();
  }

  @Test
  void whereNothingCanBeReadNothingIsKnown() {
    var machine = ServerMachine.read(_ -> Optional.empty());
    assertThat(machine.memory()).isEmpty();
    assertThat(machine.cores()).isEmpty();
    assertThat(machine.inWords()).contains("unknown");
  }
}
