/// What a method plugin is written against: the words of the protocol, the handlers it implements,
/// the contexts it is given and the replies it makes. Requires java.base alone, and always will.
module io.steward.api {
  exports io.steward.api;
}
