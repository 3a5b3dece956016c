/**
 * `auto_prepend_file` of PHP. The curl extension reads the variables by itself; streams (`file_get_contents`, `fopen`,
 * SoapClient) go through a proxy only where their context says so, and this makes it say so by default. A script that
 * passes a context of its own to a stream goes past us.
 */
export const PHP_PREPEND = `<?php
// Written by httpwhy for the commands that it runs. Removing it is safe.
(static function (): void {
    $proxy = getenv('http_proxy');
    if (getenv('HTTPWHY_ACTIVE') && is_string($proxy) && strncmp($proxy, 'http://', 7) === 0) {
        $address = 'tcp://' . rtrim(substr($proxy, 7), '/');
        $options = stream_context_get_options(stream_context_get_default());
        if (!isset($options['http']['proxy'])) {
            stream_context_set_default(['http' => ['proxy' => $address]]);
        }
    }
})();
// The file that would have been prepended without us: the last that the other ini files name.
$httpwhy_prepended = (static function () {
    $files = array_merge([(string) php_ini_loaded_file()], explode(',', (string) php_ini_scanned_files()));
    $found = '';
    foreach ($files as $file) {
        $file = trim($file);
        if ($file === '' || dirname($file) === __DIR__) {
            continue;
        }
        $settings = @parse_ini_file($file, false, INI_SCANNER_RAW);
        if (is_array($settings) && isset($settings['auto_prepend_file'])) {
            $found = trim((string) $settings['auto_prepend_file']);
        }
    }
    return $found !== 'none' ? $found : '';
})();
if ($httpwhy_prepended !== '') {
    require $httpwhy_prepended;
}
unset($httpwhy_prepended);
`;

/** A file for `PHP_INI_SCAN_DIR`; the name begins with `zz` so that it is read after all others. */
export function phpSettings(bundleFile: string, prependFile: string): string {
  return `; Written by httpwhy for the commands that it runs. Removing it is safe.
openssl.cafile = ${quoted(bundleFile)}
curl.cainfo = ${quoted(bundleFile)}
auto_prepend_file = ${quoted(prependFile)}
`;
}

/** Single quotes are raw in ini files, except that they end at the next one; double quotes expand variables. */
function quoted(path: string): string {
  return path.includes("'") ? `"${path.replace(/[\\"$]/g, '\\$&')}"` : `'${path}'`;
}
