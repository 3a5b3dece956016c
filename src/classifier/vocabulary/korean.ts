import type { Vocabulary } from './signal.ts';

/** The commonest statements in Korean: looked for as they stand, `…` for anything between. */
export const KOREAN: Vocabulary = {
  expired: `
    !만료되
    !만료된
    !토큰…만료
    !세션…만료
  `,
  'invalid-credentials': `
    !인증에 실패
    !인증되지 않은…키
    !인증되지 않은…토큰
    !유효하지 않은…키
    !유효하지 않은…토큰
    !잘못된…키
    !잘못된…토큰
    !비밀번호가 일치하지
    !비밀번호가 틀
    !등록되지 않은…키
  `,
  'missing-credentials': `
    !로그인이 필요
    !로그인 후
    !인증이 필요
    !인증 정보가 없
    !토큰이 없
  `,
  signature: `
    !서명이 일치하지
    !서명…올바르지
    !잘못된 서명
  `,
  scope: `
    !권한이 없
    !권한이 부족
    !접근이 거부
    !접근할 수 없
  `,
  ip: `
    !허용되지 않은…ip
    !등록되지 않은…ip
  `,
  suspended: `
    !정지된 계정
    !계정이 정지
    !이용이 정지
    !탈퇴한 회원
  `,
  payment: `
    !잔액이 부족
    !잔액 부족
    !잔고 부족
    !잔고가 부족
    !카드…거절
  `,
  'not-found': `
    !찾을 수 없
    !존재하지 않는
    !존재하지 않습니다
  `,
  required: `
    !필수…누락
    !필수 파라미터
    !필수값
    !필수 값
    !필수 입력
    !누락되
    !누락된
  `,
  value: `
    !유효하지 않은 값
    !잘못된 값
    !잘못된 파라미터
    !올바르지 않은
    !올바르지 않습니다
    !형식이…않
  `,
  duplicate: `
    !이미 존재
    !이미 등록된
    !이미 사용
    !중복된
    !중복되
  `,
  'invalid-state': `
    !이미 처리된
    !이미 취소
    !이미 승인
    !이미 완료
    !이미 결제
    !할 수 없는 상태
  `,
  'rate-limit': `
    !요청이 너무 많
    !너무 많은 요청
    !호출…초과
    !초당…초과
  `,
  quota: `
    !일일…초과
    !하루…초과
    !할당량
  `,
  maintenance: `
    !점검 중
    !점검중
    !시스템 점검
    !서비스 점검
  `,
  exception: `
    !서버 오류
    !내부 오류
    !내부 시스템
  `,
};
