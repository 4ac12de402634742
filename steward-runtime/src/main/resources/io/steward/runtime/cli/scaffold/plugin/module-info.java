/// The method {{name}}.
module {{package}} {
  requires io.steward.api;

  provides {{service}} with
      {{package}}.{{type}};
}
