/**
 * What Ruby requires first by `RUBYOPT`. Net::HTTP, and all that stands on it, reads the variables by itself but never
 * uses a proxy for this machine (`URI::Generic#find_proxy`); that one exception goes. `NO_PROXY` counts as before.
 */
export const RUBY_MODULE = String.raw`# Written by httpwhy for the commands that it runs. Removing it is safe.
begin
  require 'uri'

  module HttpwhyLoopback
    LOOPBACK = /\A(?:localhost|127\.[\d.]+|\[?::1\]?|.+\.localhost)\z/i

    def find_proxy(env = ENV)
      found = super
      return found unless found.nil? && ENV['HTTPWHY_ACTIVE'] && hostname&.match?(LOOPBACK)

      no_proxy = env['no_proxy'] || env['NO_PROXY']
      return nil if no_proxy && !URI::Generic.use_proxy?(hostname, nil, port, no_proxy)

      proxy = env["#{scheme.downcase}_proxy"]
      proxy && !proxy.empty? ? URI.parse(proxy) : nil
    rescue StandardError
      found
    end
  end
  URI::Generic.prepend(HttpwhyLoopback)
rescue LoadError, StandardError
  # The program must run as if we were not here.
end
`;
