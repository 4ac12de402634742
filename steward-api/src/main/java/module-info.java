/// The API of method plugins: the protocol's types, the handlers a plugin implements, and the
/// contexts and replies. Requires java.base alone, and always will.
module io.steward.api {
  exports io.steward.api;
}
