package dev.proven.core.apply;

/**
 * One change of a proven proposal, with the way in which it would get into the target.
 *
 * @param proposal id of the proposal it belongs to
 * @param title of the proposal
 * @param enactment how, or why not
 */
public record Planned(String proposal, String title, Enactment enactment) {}
