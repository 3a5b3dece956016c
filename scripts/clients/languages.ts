import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { built, type Client, has, q } from './client.ts';

const JAVA = `import java.net.*; import java.net.http.*;
public class Get { public static void main(String[] a) throws Exception {
  System.out.println(HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(a[0])).build(),
    HttpResponse.BodyHandlers.ofString()).body()); } }`;

const JAVA_OLD = `import java.net.*; import java.io.*;
public class GetOld { public static void main(String[] a) throws Exception {
  System.out.println(new String(((HttpURLConnection) new URL(a[0]).openConnection()).getInputStream().readAllBytes())); } }`;

const GO = `package main
import ("fmt"; "io"; "net/http"; "os")
func main() { r, e := http.Get(os.Args[1]); if e != nil { fmt.Println(e); os.Exit(1) }; b, _ := io.ReadAll(r.Body); fmt.Println(string(b)) }`;

function java(name: string, className: string, text: string): Client {
  return {
    name: `Java ${name}`,
    isThere: () => has('java', '-version') && has('javac', '-version'),
    command: (url, place) => {
      const file = built(place, `${className}.java`, text, `${className}.class`, 'javac', `${className}.java`);
      return ['java', '-cp', join(file, '..'), className, url];
    },
  };
}

export const LANGUAGE_CLIENTS: readonly Client[] = [
  {
    name: 'Ruby Net::HTTP',
    isThere: () => has('ruby', '-rnet/http', '-e', '1'),
    command: (url) => ['ruby', '-rnet/http', '-e', `puts Net::HTTP.get(URI(${q(url)}))`],
  },
  {
    name: 'PHP curl',
    isThere: () => has('php', '-r', 'exit(function_exists("curl_init") ? 0 : 1);'),
    command: (url) => ['php', '-r', `curl_exec(curl_init(${q(url)}));`],
  },
  {
    name: 'PHP streams',
    isThere: () => has('php', '-v'),
    command: (url, { folder }) => {
      // What -r gets runs without auto_prepend_file.
      writeFileSync(join(folder, 'get.php'), '<?php echo file_get_contents($argv[1]);');
      return ['php', join(folder, 'get.php'), url];
    },
  },
  {
    name: 'Perl LWP',
    isThere: () => has('perl', '-MLWP::UserAgent', '-MLWP::Protocol::https', '-e', '1'),
    command: (url) => ['perl', '-MLWP::UserAgent', '-e', `print LWP::UserAgent->new->get(${q(url)})->content`],
  },
  {
    name: 'Perl HTTP::Tiny',
    isThere: () => has('perl', '-MHTTP::Tiny', '-MIO::Socket::SSL', '-e', '1'),
    command: (url) => [
      'perl',
      '-MHTTP::Tiny',
      '-e',
      `print HTTP::Tiny->new(verify_SSL => 1)->get(${q(url)})->{content}`,
    ],
  },
  {
    name: 'Go net/http',
    isThere: () => has('go', 'version'),
    skipsLocalhost: true,
    command: (url, place) => [built(place, 'get.go', GO, 'get', 'go', 'build', '-o', 'get', 'get.go'), url],
  },
  java('HttpClient', 'Get', JAVA),
  java('HttpURLConnection', 'GetOld', JAVA_OLD),
];
