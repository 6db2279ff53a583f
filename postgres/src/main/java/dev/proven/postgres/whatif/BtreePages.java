package dev.proven.postgres.whatif;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Gives an almost empty btree the height of a large one. Each step down costs the planner's index
 * scan something, and it reads the number of steps from the first page. Above the leaf stand pages
 * with one pointer each, so that looking up the least or the largest key works as well (nbtree.h
 * and bufpage.h describe the pages).
 */
final class BtreePages {
  private static final int SPECIAL = 16;
  private static final int LAYOUT = 4;
  private static final int LEAF_FLAG = 1;

  /** In the first page, behind its header: magic, version, then root and level twice. */
  private static final int ROOT = Page.HEADER + 8;

  /** A tuple of eight bytes that has no key of its own: smaller than all others. */
  private static final short LEAST_KEY = 0x2008;

  private BtreePages() {}

  /** The file holds the first page and at most one leaf, and no server process has read it yet. */
  static void raise(RelationFile file, int height) throws IOException {
    if (height == 0) {
      return;
    }
    if (file.pages() < 2) {
      file.write(1, page(0, LEAF_FLAG));
    }
    for (int level = 1; level <= height; level++) {
      file.write(level + 1L, inner(level));
    }
    var first = file.read(0);
    for (int i = 0; i < 2; i++) {
      first.putInt(ROOT + 8 * i, height + 1);
      first.putInt(ROOT + 8 * i + 4, height);
    }
    file.write(0, first);
  }

  /** A page whose only entry leads to the page before it, which is one level lower. */
  private static ByteBuffer inner(int level) {
    var page = page(level, 0);
    int at = Page.BYTES - SPECIAL - 8;
    page.putShort(12, (short) (Page.HEADER + Page.POINTER));
    page.putShort(14, (short) at);
    page.putInt(Page.HEADER, at | 1 << 15 | 8 << 17);
    // A block number is two halves, the upper one first.
    page.putShort(at, (short) (level >> 16));
    page.putShort(at + 2, (short) level);
    page.putShort(at + 4, (short) 0);
    page.putShort(at + 6, LEAST_KEY);
    return page;
  }

  private static ByteBuffer page(int level, int flags) {
    var page = ByteBuffer.allocate(Page.BYTES).order(ByteOrder.nativeOrder());
    page.putShort(12, (short) Page.HEADER);
    page.putShort(14, (short) (Page.BYTES - SPECIAL));
    page.putShort(16, (short) (Page.BYTES - SPECIAL));
    page.putShort(18, (short) (Page.BYTES | LAYOUT));
    page.putInt(Page.BYTES - SPECIAL + 8, level);
    page.putShort(Page.BYTES - SPECIAL + 12, (short) flags);
    return page;
  }
}
