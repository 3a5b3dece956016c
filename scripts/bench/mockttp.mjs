// mockttp, passing everything on to where it was meant to go. Usage: mockttp.mjs URL-OF-PACKAGE FOLDER
const [packageUrl] = process.argv.slice(2);
const { default: mockttp } = await import(packageUrl);
const server = mockttp.getLocal({ https: await mockttp.generateCACertificate(), recordTraffic: false });
await server.start();
await server.forAnyRequest().thenPassThrough({ ignoreHostHttpsErrors: true });
process.send({ port: server.port });
