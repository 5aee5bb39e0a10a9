import { expect, test } from "@playwright/test";
import { FILE_BYTES_MAX } from "#contract/files.ts";
import { invite, makeToken, newName } from "../support/accounts.ts";
import { post, sharedUrl } from "../support/api.ts";
import { download, photo, sendFile, sentFile } from "../support/images.ts";
import { visitorHeaders } from "../support/visitors.ts";

const url = sharedUrl();

test("what is sent is there under an address that nobody guesses, and goes on its sender's wish", async () => {
  const headers = visitorHeaders(newName("sender"));
  const file = await sentFile(await photo(), {
    headers,
    name: "home\u0000 é.jpg",
    type: "image/jpeg",
  });
  expect(file).toMatchObject({ name: "home é.jpg", content_type: "image/jpeg" });
  expect(file.urls.get).toMatch(/\/v1\/files\/[0-9a-v]{26}$/);
  const path = `/v1/files/${file.id}`;
  expect(await (await fetch(url + path)).json()).toEqual(file);
  const got = await download(path);
  expect(Buffer.from(await got.arrayBuffer()).equals(await photo())).toBe(true);
  expect(got.headers.get("content-disposition")).toBe("inline; filename*=UTF-8''home%20%C3%A9.jpg");
  expect(got.headers.get("cache-control")).toContain("no-store");
  const remove = (who: Record<string, string>) =>
    fetch(url + path, { method: "DELETE", headers: who });
  expect((await remove(visitorHeaders(newName("other")))).status).toBe(404);
  expect((await remove(headers)).status).toBe(204);
  expect((await fetch(url + path)).status).toBe(404);
});

test("a sender's list has what they sent, newest first, and nobody else's", async () => {
  const headers = visitorHeaders(newName("lister"));
  const list = async (who: Record<string, string>, path = "/v1/files") =>
    (await fetch(url + path, { headers: who })).json();
  expect(await list(headers)).toEqual({ previous: null, next: null, results: [] });
  const sent = [];
  for (let number = 0; number < 101; number += 1)
    sent.unshift(await sentFile(`file ${number}`, { headers, type: "text/plain" }));
  const first = await list(headers);
  expect(first.results).toEqual(sent.slice(0, 100));
  const { pathname, search } = new URL(first.next);
  expect(await list(headers, pathname + search)).toEqual({
    ...{ previous: null, next: null, results: sent.slice(100) },
  });
  expect((await list(visitorHeaders(newName("other")))).results).toEqual([]);
  const ada = await invite("creator");
  const running = await makeToken(ada.headers, { scopes: ["run"] });
  expect((await fetch(`${url}/v1/files`, { headers: running })).status).toBe(403);
  expect((await fetch(`${url}/v1/files?cursor=x`, { headers })).status).toBe(422);
});

test("what a sender calls a file does not make a browser run it", async () => {
  const page = "<script>alert(1)</script>";
  for (const type of ["text/html", "image/svg+xml", "text/javascript"]) {
    const { id } = await sentFile(page, { type, name: "x.html" });
    const got = await download(`/v1/files/${id}`);
    expect(got.headers.get("content-type")).toBe("application/octet-stream");
    expect(got.headers.get("content-disposition")).toContain("attachment");
    expect(got.headers.get("x-content-type-options")).toBe("nosniff");
  }
});

test("too much, nothing and what is no form are refused with a sentence", async () => {
  const large = await sendFile(new Uint8Array(FILE_BYTES_MAX + 1));
  expect(large.status).toBe(413);
  expect((await large.json()).detail).toBe("The file is larger than 10 MB: send a smaller one.");
  expect((await sendFile(new Uint8Array(FILE_BYTES_MAX + 200_000))).status).toBe(413);
  expect((await sendFile("")).status).toBe(422);
  expect((await post(`${url}/v1/files`, {})).status).toBe(415);
  const broken = await fetch(`${url}/v1/files`, {
    ...{ method: "POST", body: "--x\r\n", headers: { "content-type": "multipart/form-data" } },
  });
  expect(broken.status).toBe(422);
});

test("a token that may not run sends no files, and nobody sends hundreds", async () => {
  const ada = await invite("creator");
  const reading = await makeToken(ada.headers, { scopes: ["read"] });
  expect((await sendFile("x", { headers: reading })).status).toBe(403);
  const headers = visitorHeaders(newName("flood"));
  const statuses: number[] = [];
  for (let sent = 0; sent < 121; sent += 1)
    statuses.push((await sendFile("x", { headers })).status);
  expect(statuses.filter((status) => status === 201)).toHaveLength(120);
  expect(statuses.at(-1)).toBe(429);
});
