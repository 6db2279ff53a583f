package dev.proven.postgres.rewrite.sql;

import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.Select;

/** What the parser takes from a query and no reader here looks at: all of it must be absent. */
final class QueryOddities {
  private QueryOddities() {}

  static boolean of(Select s) {
    return s.getForMode() != null
        || s.getForClause() != null
        || s.getForUpdate() != null
        || s.getOption() != null
        || s.getLimitBy() != null
        || s.getIsolation() != null
        || s.getInterpolate() != null
        || s.getMySqlProcedureAnalyse() != null
        || s.isOracleSiblings()
        || s.isNoWait()
        || s.isSkipLocked()
        || s.getPivot() != null
        || s.getUnPivot() != null
        || (s instanceof PlainSelect p && of(p))
        || (s instanceof ParenthesedSelect p && p.getSampleClause() != null);
  }

  private static boolean of(PlainSelect p) {
    return p.getIntoTables() != null
        || p.getMySqlSelectIntoClause() != null
        || p.getPreWhere() != null
        || p.getLateralViews() != null
        || p.isUsingFinal()
        || p.isUsingOnly()
        || p.getIntoTempTable() != null
        || p.getSampleClause() != null
        || p.getOptimizeFor() != null
        || p.getTop() != null
        || p.getSkip() != null
        || p.getFirst() != null
        || p.getQualify() != null
        || p.getOracleHierarchical() != null
        || p.getPreferringClause() != null
        || p.getForXmlPath() != null
        || p.getKsqlWindow() != null;
  }
}
