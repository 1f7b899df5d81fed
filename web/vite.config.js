import { defineConfig } from "vite";

export default defineConfig({
  // Relative, so that the page works below /prod and wherever else it is put.
  base: "./",
  build: {
    // The page is at …/graphiql, so its files are at …/graphiql/NAME.
    assetsDir: "graphiql",
    target: "es2022",
    // API Gateway passes text on as it is, and anything else only if told to.
    assetsInlineLimit: (file) => file.endsWith(".ttf"),
    modulePreload: { polyfill: false },
    // The editor is one big library; a warning at each build would teach to ignore warnings.
    chunkSizeWarningLimit: 8000,
    rolldownOptions: {
      // Libraries say "use client" for frameworks that render on a server; nothing here does.
      onLog: (level, log, report) => log.code === "MODULE_LEVEL_DIRECTIVE" || report(level, log),
    },
  },
});
