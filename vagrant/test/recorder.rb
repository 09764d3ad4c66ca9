# Stands in for Vagrant: writes down what a Vagrantfile asks for, one line a call.
class Recorder < BasicObject
  def initialize(path, lines)
    @path = path
    @lines = lines
  end

  def method_missing(name, *arguments, **options, &block)
    told = arguments.map(&:inspect) + options.map { |key, value| "#{key}: #{value.inspect}" }
    here = "#{@path}#{name.to_s.delete_suffix('=')}"
    if name == :provider
      place = "#{arguments.first}: "
      block.call(::Recorder.new("#{@path}#{place}", @lines), ::Recorder.new("#{@path}#{place}", @lines))
    elsif name == :define
      block.call(::Recorder.new("#{arguments.first} ", @lines))
    elsif arguments.empty? && options.empty? && !block
      return ::Recorder.new("#{here}.", @lines)
    else
      @lines << "#{here} #{told.join(', ')}"
      block&.call(::Recorder.new("#{here} ", @lines)) unless name == :ruby
    end
    ::Recorder.new("#{here}.", @lines)
  end

  def respond_to_missing?(*)
    true
  end
end

module Vagrant
  @plugins = []

  class << self
    attr_reader :asked

    def require_version(*); end

    def has_plugin?(_)
      false
    end

    def configure(_)
      @asked = []
      yield Recorder.new('', @asked)
    end
  end
end
