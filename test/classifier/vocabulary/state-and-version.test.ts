import { describe, expect, test } from 'vitest';
import { understand } from '../../../src/classifier/vocabulary/vocabulary.ts';

const mostTelling = (text: string) => understand([{ kind: 'message', text, where: 'response.body' }])[0]?.signal;

describe('the most telling statement of a sentence', () => {
  test.each([
    ['Status: closed prevents ticket update', 'invalid-state'],
    ['No active device found', 'invalid-state'],
    ['Comments are disabled for this post', 'invalid-state'],
    ['Only envelopes in draft state may be sent', 'invalid-state'],
    ['The repository is read-only', 'invalid-state'],
    ['The report is not ready', 'invalid-state'],
    ['group chat was upgraded to a supergroup chat', 'invalid-state'],
    ['The server is not currently halted', 'invalid-state'],
    ['The subscription is in cancelled state', 'invalid-state'],
    ['The dashboard has been changed by someone else', 'version-conflict'],
    ['You and someone else were working on this at the same time', 'version-conflict'],
    ['Conflict occurred while saving', 'version-conflict'],
    ['This attribute must be unique', 'duplicate'],
    ['you must enable two-step verification', 'step-up'],
    ['The required antiforgery cookie is not present', 'csrf'],
    ['plan_restricted', 'not-enabled'],
  ])('%s: %s', (text, signal) => {
    expect(mostTelling(text)).toBe(signal);
  });

  test.each([
    ['This document belongs to someone else', 'owner'],
    ['Too many requests at the same time', 'concurrency'],
    ['The user is already a member', 'duplicate'],
    ['You have an unpaid invoice, your subscription was cancelled', 'payment'],
  ])('neighbours keep theirs: %s: %s', (text, signal) => {
    expect(mostTelling(text)).toBe(signal);
  });
});
