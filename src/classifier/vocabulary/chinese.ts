import type { Vocabulary } from './signal.ts';

/** The commonest statements in Chinese, simplified and traditional: looked for as they stand, `…` for anything between. */
export const CHINESE: Vocabulary = {
  expired: `
    !令牌…过期
    !登录…过期
    !已过期
    !已失效
    !过期
    !已過期
    !token过期
  `,
  revoked: `
    !已被撤销
    !已吊销
  `,
  'invalid-credentials': `
    !用户名或者密码
    !认证令牌无效
    !身份认证信息
    !不合法的access_token
    !不合法的…token
    !非法…token
    !无效的access
    !密码错误
    !用户名或密码
    !账号或密码
    !认证失败
    !身份验证失败
    !鉴权失败
    !无效的…令牌
    !令牌无效
    !无效的token
    !token无效
    !密钥错误
    !无效的…密钥
    !認證失敗
    !密碼錯誤
  `,
  'missing-credentials': `
    !身份认证信息未提供
    !未提供…认证
    !未登录
    !请先登录
    !请登录
    !请重新登录
    !未授权
    !未认证
    !缺少…token
    !缺少…令牌
    !請先登入
    !未登入
  `,
  signature: `
    !签名错误
    !签名…不正确
    !签名无效
    !验签失败
    !签名验证失败
    !签名不
    !sign错误
    !簽名錯誤
  `,
  'step-up': `
    !验证码
    !二次验证
    !两步验证
    !短信验证
  `,
  scope: `
    !没有权限
    !无权限
    !权限不足
    !无权访问
    !没有访问权限
    !无权
    !禁止访问
    !拒绝访问
    !權限不足
    !沒有權限
  `,
  ip: `
    !ip校验失败
    !ip…不在
    !ip…未授权
    !IP…白名单
    !ip…白名单
    !IP不
    !IP受限
  `,
  'not-enabled': `
    !未开通
    !未启用
    !功能…未
    !套餐不支持
  `,
  suspended: `
    !未激活
    !被锁定
    !账号…冻结
    !账户…冻结
    !账号…禁用
    !账户…禁用
    !账号…锁定
    !已被禁用
    !已被封
    !未实名
  `,
  payment: `
    !余额不足
    !欠费
    !支付失败
    !餘額不足
    !账户欠
  `,
  'no-route': `
    !接口不存在
    !页面不存在
    !路径不存在
    !找不到页面
  `,
  'not-found': `
    !不存在
    !未找到
    !找不到
    !没有找到
    !查无
    !無此
  `,
  gone: `
    !已删除
    !已被删除
    !已下架
  `,
  method: `
    !请求方式
    !请求方法
    !不支持的方法
  `,
  'invalid-state': `
    !状态…不允许
    !状态不
    !状态错误
    !已取消
    !已完成
    !已支付
    !无法取消
    !余票不足
    !库存不足
    !已售罄
    !已结束
    !庫存不足
  `,
  locked: `
    !处理中
    !正在处理
    !已锁定
  `,
  'too-large': `
    !过大
    !超过…大小
    !太大
  `,
  'rate-limit': `
    !请求过于频繁
    !操作过于频繁
    !访问过于频繁
    !频率
    !过于频繁
    !稍后再试
    !请求太
    !限流
    !請求過於頻繁
    !QPS
  `,
  quota: `
    !超出…限额
    !配额
    !次数已用完
    !已达上限
    !达到上限
    !超过…限制
    !每日…上限
    !每日限
    !今日…上限
    !今日…次数
    !额度…用完
    !额度不足
    !额度…上限
  `,
  concurrency: `
    !并发
  `,
  exception: `
    !系统错误
    !系统异常
    !服务器错误
    !服务器异常
    !内部错误
    !未知错误
    !服务异常
    !系統錯誤
    !伺服器錯誤
  `,
  maintenance: `
    !维护
    !維護
    !升级中
  `,
  overloaded: `
    !系统繁忙
    !服务繁忙
    !服务器繁忙
    !服务不可用
    !暂时无法
    !系統繁忙
  `,
  'gateway-timeout': `
    !超时
    !逾時
  `,
  'version-conflict': `
    !数据已被修改
    !版本不一致
  `,
  csrf: `
    !CSRF验证失败
    !CSRF 验证
    !CSRF令牌
  `,
  'malformed-request': `
    !错误的请求
  `,
};
