package dev.proven.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * What every optimizer must keep to: it finds something where there is something to find, looking
 * changes nothing, every change changes something, and its undo restores exactly what was there.
 *
 * @param <T> the kind of target
 */
public abstract class OptimizerContract<T extends Target> {
  /** A target with something to find; the same for all tests of the class. */
  protected abstract T target();

  /** Work that suffers from it. */
  protected abstract Workload workload();

  protected abstract Optimizer<T> optimizer();

  /** With a journal that knows how to undo changes of this kind. */
  protected abstract Session session();

  private Diagnosis<T> diagnosis() {
    return optimizer().diagnose(target(), workload());
  }

  @Test
  void there_was_something_to_find() {
    assertThat(diagnosis().looked()).isNotEmpty();
    assertThat(diagnosis().findings()).isNotEmpty();
    assertThat(diagnosis().proposals()).isNotEmpty();
  }

  @Test
  void proposals_explain_themselves() {
    var proposals = diagnosis().proposals();
    assertThat(proposals).extracting(Proposal::id).doesNotHaveDuplicates();
    for (var proposal : proposals) {
      assertThat(proposal.title()).isNotBlank();
      assertThat(proposal.evidence()).isNotEmpty();
      assertThat(proposal.expected()).isNotBlank();
      assertThat(proposal.risk()).isNotBlank();
      assertThat(proposal.change().script()).isNotBlank();
    }
  }

  @Test
  void diagnosing_leaves_the_target_alone_and_says_the_same_again() {
    var before = target().fingerprint();
    var ids = diagnosis().proposals().stream().map(Proposal::id).toList();
    assertThat(diagnosis().proposals()).extracting(Proposal::id).isEqualTo(ids);
    assertThat(target().fingerprint()).isEqualTo(before);
  }

  @Test
  @SuppressWarnings("try") // closing twice is what is tested
  void every_change_is_undone_exactly_and_undoing_twice_is_harmless() throws Exception {
    int standing = session().journal().pending().size();
    for (var proposal : diagnosis().proposals()) {
      var before = target().fingerprint();
      try (var undo = proposal.change().apply(target(), session().journal())) {
        assertThat(target().fingerprint()).as(proposal.id()).isNotEqualTo(before);
        undo.close();
        assertThat(target().fingerprint()).as(proposal.id()).isEqualTo(before);
        undo.close();
      }
      assertThat(target().fingerprint()).as(proposal.id()).isEqualTo(before);
      assertThat(session().journal().pending()).hasSize(standing);
    }
  }
}
