package dev.proven.core.apply;

import dev.proven.core.sprint.ProposalRecord;
import dev.proven.core.sprint.TargetRecord;

/**
 * A proposal of a run that belongs to a proven set.
 *
 * @param target whose set it is
 * @param proposal what was proposed and measured
 * @param named whether the user has named it
 */
public record ProvenChange(TargetRecord target, ProposalRecord proposal, boolean named) {}
