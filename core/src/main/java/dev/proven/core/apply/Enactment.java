package dev.proven.core.apply;

import dev.proven.core.Progress;
import dev.proven.core.journal.Journal;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** How a proven change gets into a target that is in use. */
public sealed interface Enactment {

  /**
   * Proven makes it.
   *
   * @param script what is executed, as text
   * @param undo what takes it back, as text
   * @param notes what the user should know before agreeing
   * @param making makes it
   */
  record ByProven(String script, String undo, List<String> notes, Making making)
      implements Enactment {
    public ByProven {
      notes = List.copyOf(notes);
    }
  }

  /**
   * Somebody else makes it: in the code of an application, in a file on another machine.
   *
   * @param instruction what to do with the files, in one or two sentences
   * @param files what is written beside the journal, content by name
   */
  record ByHand(String instruction, SortedMap<String, String> files) implements Enactment {
    public ByHand {
      files = new TreeMap<>(files);
    }
  }

  /**
   * Nothing is to be done.
   *
   * @param why in one sentence, such as that an equal index exists
   */
  record AlreadyThere(String why) implements Enactment {}

  /**
   * It cannot be made in this target as it stands.
   *
   * @param why in one sentence
   * @param advice what the user can do about it
   */
  record Refused(String why, String advice) implements Enactment {}

  /** Makes a change in a target that is in use. */
  @FunctionalInterface
  interface Making {
    /**
     * Makes it through the journal; what a failure has left is taken back before the exception
     * leaves.
     *
     * @return what the user should know afterwards, such as that a restart is needed
     */
    List<String> make(Journal journal, Patience patience, Progress progress) throws Exception;
  }
}
