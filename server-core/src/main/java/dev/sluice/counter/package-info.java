/** What the server counts, with the meaning of each figure, and the warnings that go with it. */
package dev.sluice.counter;
