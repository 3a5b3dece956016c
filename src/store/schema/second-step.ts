/** Failures tell whose they are: host, route and class. */
export const SECOND_STEP = `
  drop view failures;

  create view failures as
    select
      e.id,
      strftime('%Y-%m-%d %H:%M:%f', e.started_at / 1000.0, 'unixepoch') as time,
      e.method, e.url, e.host, e.route, e.status, e.class, e.cause, e.confidence, e.fault, e.summary,
      json_extract(e.explanation, '$.advice') as advice,
      json_extract(e.explanation, '$.retry') as retry,
      json_extract(e.explanation, '$.retryAfterSeconds') as retry_after_s,
      e.error_code as error,
      round(e.duration_ms, 1) as duration_ms
    from exchange e
    where e.outcome in ('failed', 'doubtful');
`;
