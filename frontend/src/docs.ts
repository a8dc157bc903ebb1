// The readable API document. Everything it needs is bundled: no third party.
import SwaggerUIBundle from "swagger-ui-dist/swagger-ui-es-bundle.js";
import "swagger-ui-dist/swagger-ui.css";
import "./docs.css";

SwaggerUIBundle({
  url: "/api/openapi.json",
  dom_id: "#docs",
  deepLinking: true,
  // The hosted validator would be a request to a third party.
  validatorUrl: null,
  defaultModelsExpandDepth: 0,
  docExpansion: "list",
  syntaxHighlight: { activated: true, theme: "idea" },
});
