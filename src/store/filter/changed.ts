/**
 * Exchanges whose latest change has a revision above one that is bound twice; further conditions follow with `and`. The table
 * `change` has one row for many that follow each other, and needs no index on the exchanges.
 */
export const CHANGED_EXCHANGES = `change cross join exchange
  on exchange.id between change.first_id and change.last_id
    and exchange.revision between change.first_revision and change.last_revision
  where change.last_revision > ? and exchange.revision > ?`;

/** Oldest change first. */
export const IN_ORDER_OF_CHANGE = 'order by change.last_revision, exchange.id';
