package dev.proven.postgres;

/**
 * A statement of a file that the server understands.
 *
 * @param piece of the file
 * @param id of the part that it becomes
 * @param write whether it changes rows
 * @param calls how often it happens
 * @param parameters that are to be filled in
 */
record ScriptStatement(
    SqlSplitter.Piece piece, String id, boolean write, double calls, int parameters) {}
