import selfsigned from "selfsigned";

/** Settings of {@link servePage}. */
export interface ServePageOptions {
  /** 0 takes a free one. Default: 8443. */
  port?: number;
  /** Ends the serving. Default: it goes on. */
  signal?: AbortSignal;
}

/** A page that is served. */
export interface ServedPage {
  addresses: string[];
  /** The certificate, which nobody else vouches for, as PEM. */
  certificate: string;
  /** When serving has ended. */
  finished: Promise<void>;
}

/** Requests that are answered in a minute at most, all together. */
const mostRequests = 120;

/**
 * Serves one page by https to the local network, with a certificate of its own, and nothing else: any other address is
 * not found, and more than {@link mostRequests} requests a minute are refused. Throws one sentence if the port is taken.
 */
export async function servePage(
  path: string,
  { port = 8443, signal }: ServePageOptions = {},
): Promise<ServedPage> {
  const page = await Deno.readFile(path);
  const hosts = [...localAddresses(), "localhost"];
  const { cert, private: key } = await selfsigned.generate([{ name: "commonName", value: "har live" }], {
    notAfterDate: new Date(Date.now() + 30 * 24 * 3600 * 1000),
    algorithm: "sha256",
    keySize: 2048,
    // Apple's browsers refuse a certificate that does not say that it is a server's.
    extensions: [{ name: "extKeyUsage", serverAuth: true }, {
      name: "subjectAltName",
      altNames: hosts.map((host) =>
        /^[\d.]+$/.test(host) ? { type: 7 as const, ip: host } : { type: 2 as const, value: host }
      ),
    }],
  });
  let [minute, requests] = [0, 0];
  const answer = (request: Request) => {
    const now = Math.floor(Date.now() / 60_000);
    if (now !== minute) [minute, requests] = [now, 0];
    if (++requests > mostRequests) return new Response("Too many requests: wait a minute.", { status: 429 });
    if (request.method !== "GET" || new URL(request.url).pathname !== "/") return new Response("", { status: 404 });
    return new Response(page, { headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" } });
  };
  let server: Deno.HttpServer<Deno.NetAddr>;
  try {
    server = Deno.serve({ hostname: "0.0.0.0", port, cert, key, signal, onListen() {} }, answer);
  } catch (error) {
    if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    throw new Error(`The port ${port} is taken: name another by --port.`);
  }
  const addresses = hosts.map((host) => `https://${host}:${server.addr.port}/`);
  return { addresses, certificate: cert, finished: server.finished };
}

/** Returns the addresses of this machine in local networks. */
function localAddresses(): string[] {
  return Deno.networkInterfaces().filter(({ family, address }) => family === "IPv4" && !address.startsWith("127."))
    .map(({ address }) => address);
}
