/**
 * `sitecustomize.py`: what Python imports first when `PYTHONPATH` names its folder. All else stands in a module of its own,
 * because Python 2 could not even read it, and would say so.
 */
export const PYTHON_START = `# Written by httpwhy for the commands that it runs. Removing it is safe.
import sys
if sys.version_info >= (3, 6):
    import httpwhy_start
`;

/**
 * `httpwhy_start.py`. It sends what ignores the proxy variables (http.client, urllib3, aiohttp, httpcore, old websockets)
 * through the proxy, and lets every client context of TLS trust our CA besides what the program makes it trust. Each library
 * is changed when the program imports it, so that others cost nothing. It prints nothing; on any trouble the program runs as if we were not there. Python 3.6 and later;
 * with `-I` or `-E` Python does not read it, and what reads the variables by itself comes through all the same.
 */
export const PYTHON_MODULE = String.raw`# Written by httpwhy for the commands that it runs. Removing it is safe.
import os
import sys
from _thread import _local

_state = _local()


def _proxy_for(scheme, host):
    """(host, port) of the proxy for a destination, or None where it is to be reached directly."""
    secure = scheme in ("https", "wss")
    name = "https_proxy" if secure else "http_proxy"
    value = os.environ.get(name) or os.environ.get(name.upper())
    if not value or not value.startswith("http://") or not host or _is_bypassed(host):
        return None
    authority = value[len("http://"):].split("/", 1)[0].rpartition("@")[2]
    name, _, port = authority.rpartition(":")
    if not name or not port.isdigit():
        return None
    return name.strip("[]"), int(port)


def _is_bypassed(host):
    entries = os.environ.get("no_proxy") or os.environ.get("NO_PROXY") or ""
    host = host.strip("[]").lower()
    for entry in entries.replace(",", " ").split():
        entry = entry.lower().lstrip("*").lstrip(".")
        if entry == "" or host == entry or host.endswith("." + entry):
            return True
    return False


def _tunnel_request(host, port):
    authority = "%s:%d" % ("[%s]" % host if ":" in host else host, port)
    return ("CONNECT %s HTTP/1.1\r\nHost: %s\r\n\r\n" % (authority, authority)).encode("utf-8")


_END = b"\r\n\r\n"


def _is_whole(head):
    return head.endswith(_END) or len(head) > 65536


def _open_tunnel(sock, host, port):
    """CONNECT on a socket that is connected to the proxy. Reads byte by byte: what follows belongs to the caller."""
    sock.sendall(_tunnel_request(host, port))
    head = b""
    while not _is_whole(head):
        head += sock.recv(1) or _END
    _check_tunnel(head, host, port)


def _check_tunnel(head, host, port):
    status = head.split(b"\r\n", 1)[0].decode("latin-1")
    if status[9:10] != "2":
        raise OSError("The proxy refused the tunnel to %s:%d: %s" % (host, port, status))


def _tunnelling(create_connection, scheme="http"):
    """The same as socket.create_connection, through the proxy unless the destination is the proxy itself."""

    def through_proxy(address, *args, **kwargs):
        host, port = address[0], address[1]
        proxy = _proxy_for(scheme, host)
        if proxy is None or (host, port) == proxy or getattr(_state, "speaks_to_proxy", False):
            return create_connection(address, *args, **kwargs)
        sock = create_connection(proxy, *args, **kwargs)
        try:
            _open_tunnel(sock, host, int(port))
        except BaseException:
            sock.close()
            raise
        return sock

    return through_proxy


def _patch_http_client(module):
    original = module.HTTPConnection.__init__

    def __init__(self, *args, **kwargs):
        original(self, *args, **kwargs)
        scheme = "https" if isinstance(self, module.HTTPSConnection) else "http"
        direct, proxied = self._create_connection, _tunnelling(self._create_connection, scheme)
        # With a tunnel of its own the program speaks to a proxy already, ours or another.
        self._create_connection = lambda *a, **k: (direct if self._tunnel_host else proxied)(*a, **k)

    module.HTTPConnection.__init__ = __init__


def _patch_urllib3(module):
    module.connection.create_connection = _tunnelling(module.connection.create_connection)
    original = module.HTTPConnection._new_conn

    def _new_conn(self):
        if getattr(self, "proxy", None) is None and getattr(self, "_tunnel_host", None) is None:
            return original(self)
        _state.speaks_to_proxy = True
        try:
            return original(self)
        finally:
            _state.speaks_to_proxy = False

    module.HTTPConnection._new_conn = _new_conn


def _patch_aiohttp(module):
    # Not trust_env=True, which would also take credentials from ~/.netrc.
    original = module.ClientSession._request

    async def _request(self, method, str_or_url, **kwargs):
        if kwargs.get("proxy") is None and getattr(self, "_default_proxy", None) is None:
            if isinstance(self._connector, module.TCPConnector):
                url = self._build_url(str_or_url)
                proxy = _proxy_for(url.scheme, url.host)
                if proxy is not None:
                    kwargs["proxy"] = "http://%s:%d" % ("[%s]" % proxy[0] if ":" in proxy[0] else proxy[0], proxy[1])
        return await original(self, method, str_or_url, **kwargs)

    module.ClientSession._request = _request


def _patch_httpcore_sync(module):
    original = module.SyncBackend.connect_tcp

    def connect_tcp(self, host, port, *args, **kwargs):
        proxy = _proxy_for("http", host)
        if proxy is None or (host, port) == proxy:
            return original(self, host, port, *args, **kwargs)
        stream = original(self, proxy[0], proxy[1], *args, **kwargs)
        stream.write(_tunnel_request(host, port))
        head = b""
        while not _is_whole(head):
            byte = stream.read(1)
            head += byte or _END
        _check_tunnel(head, host, port)
        return stream

    module.SyncBackend.connect_tcp = connect_tcp


def _patch_httpcore_async(module):
    # AsyncIOBackend is its name before httpcore 0.17.
    backend = getattr(module, "AnyIOBackend", None) or module.AsyncIOBackend
    original = backend.connect_tcp

    async def connect_tcp(self, host, port, *args, **kwargs):
        proxy = _proxy_for("http", host)
        if proxy is None or (host, port) == proxy:
            return await original(self, host, port, *args, **kwargs)
        stream = await original(self, proxy[0], proxy[1], *args, **kwargs)
        await stream.write(_tunnel_request(host, port))
        head = b""
        while not _is_whole(head):
            byte = await stream.read(1)
            head += byte or _END
        _check_tunnel(head, host, port)
        return stream

    backend.connect_tcp = connect_tcp


def _patch_websockets(module):
    # From 15 on its other client reads the variables by itself.
    from functools import partial

    original = module.Connect.__init__

    def __init__(self, *args, **kwargs):
        original(self, *args, **kwargs)
        made = self._create_connection
        # Behind the factory stand host and port, unless the program gave a socket or a path.
        if len(made.args) == 3 and made.args[1] and made.keywords.get("sock") is None:
            self._create_connection = partial(_tunnelling_in_loop(made.func), *made.args, **made.keywords)

    module.Connect.__init__ = __init__


def _tunnelling_in_loop(create_connection):
    async def through_proxy(factory, host, port, **kwargs):
        import asyncio
        import socket

        proxy = _proxy_for("http", host)
        if proxy is None:
            return await create_connection(factory, host, port, **kwargs)
        loop = asyncio.get_running_loop()
        sock = socket.socket(socket.AF_INET6 if ":" in proxy[0] else socket.AF_INET)
        try:
            sock.setblocking(False)
            await loop.sock_connect(sock, proxy)
            await loop.sock_sendall(sock, _tunnel_request(host, port))
            head = b""
            while not _is_whole(head):
                head += await loop.sock_recv(sock, 1) or _END
            _check_tunnel(head, host, port)
        except BaseException:
            sock.close()
            raise
        if kwargs.get("ssl"):
            kwargs.setdefault("server_hostname", host)
        return await create_connection(factory, sock=sock, **kwargs)

    return through_proxy


def _patch_ssl(module):
    ca_file = os.environ.get("HTTPWHY_CA_FILE")
    if not ca_file or not os.path.isfile(ca_file):
        return
    original = module.SSLContext.load_verify_locations

    def load_verify_locations(self, *args, **kwargs):
        original(self, *args, **kwargs)
        # A server must not take our CA for one of its clients.
        if self.protocol != getattr(module, "PROTOCOL_TLS_SERVER", None):
            try:
                original(self, ca_file)
            except Exception:
                pass

    module.SSLContext.load_verify_locations = load_verify_locations


def _patch_pycurl(module):
    # The variables of the program curl are not those of its library, which has its roots built in.
    bundle = os.environ.get("CURL_CA_BUNDLE")
    if not bundle or not os.path.isfile(bundle):
        return

    class Curl(module.Curl):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            self.setopt(module.CAINFO, bundle)

        def reset(self):
            super().reset()
            self.setopt(module.CAINFO, bundle)

    module.Curl = Curl


_PATCHES = {
    "ssl": _patch_ssl,
    "http.client": _patch_http_client,
    "urllib3.connection": _patch_urllib3,
    "aiohttp": _patch_aiohttp,
    "pycurl": _patch_pycurl,
    "websockets.legacy.client": _patch_websockets,
    "httpcore._backends.sync": _patch_httpcore_sync,
    "httpcore._backends.anyio": _patch_httpcore_async,
    # Before httpcore 0.17.
    "httpcore.backends.sync": _patch_httpcore_sync,
    "httpcore.backends.asyncio": _patch_httpcore_async,
}


class _Finder(object):
    """Finds nothing by itself; changes what others find once it is loaded."""

    def find_spec(self, name, path=None, target=None):
        patch = _PATCHES.get(name)
        # Mercurial puts finders of its own around all others: then it is not this one that stands in the list.
        if patch is None or getattr(_state, "finding", None) == name:
            return None
        before, _state.finding = getattr(_state, "finding", None), name
        try:
            spec = self._found_by_others(name, path, target)
        finally:
            _state.finding = before
        loader = getattr(spec, "loader", None)
        exec_module = getattr(loader, "exec_module", None)
        if exec_module is None:
            return spec

        def exec_and_patch(module):
            exec_module(module)
            try:
                patch(module)
            except Exception:
                pass

        try:
            loader.exec_module = exec_and_patch
        except AttributeError:
            pass
        return spec

    def _found_by_others(self, name, path, target):
        for finder in sys.meta_path:
            find_spec = None if finder is self else getattr(finder, "find_spec", None)
            spec = None if find_spec is None else find_spec(name, path, target)
            if spec is not None:
                return spec
        return None


def _install():
    for name, patch in _PATCHES.items():
        if name in sys.modules:
            patch(sys.modules[name])
    sys.meta_path.insert(0, _Finder())


def _run_the_other_one():
    """The sitecustomize that would have been imported without us, of the system or of the program."""
    here = os.path.dirname(os.path.abspath(__file__))
    others = [entry for entry in sys.path if os.path.abspath(entry or os.curdir) != here]
    from importlib.machinery import PathFinder
    from importlib.util import module_from_spec

    spec = PathFinder.find_spec("sitecustomize", others)
    if spec is None or spec.loader is None:
        return
    module = module_from_spec(spec)
    sys.modules["sitecustomize"] = module
    spec.loader.exec_module(module)


try:
    if os.environ.get("HTTPWHY_ACTIVE"):
        _install()
except Exception:
    pass
_run_the_other_one()
`;
