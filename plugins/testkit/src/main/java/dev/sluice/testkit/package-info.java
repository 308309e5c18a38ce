/**
 * For tests of plugins, without a server: {@link dev.sluice.testkit.TestContext} stands for the server, {@link
 * dev.sluice.testkit.TestSettings} for its configuration file, {@link dev.sluice.testkit.TestRequest} for what a client
 * asks, {@link dev.sluice.testkit.TestClient} for the client, {@link dev.sluice.testkit.TestStream} and {@link
 * dev.sluice.testkit.TestMedia} for what is recorded.
 */
package dev.sluice.testkit;
